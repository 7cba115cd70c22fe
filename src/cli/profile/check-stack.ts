import { isZenError } from "../../domain/errors.js";
import type { KnownProfiles } from "../../sdk/profiles/read-profiles.js";
import type { Context } from "../framework/context.js";

/**
 * A stack that is named for this call must exist; a stored one is not looked up, since that takes a store.
 * Errors: `unknown_setting`, listing the stacks that there are.
 */
export async function checkStack({ settings }: KnownProfiles, context: Context): Promise<void> {
  const source = settings?.stack.source;
  if (source !== "flag" && source !== "environment") return;
  try {
    await context.openSession();
  } catch (error) {
    if (!isZenError(error) || error.code === "unknown_setting") throw error;
    context.output.warn(
      `Whether the stack '${settings?.stack.value}' exists is unknown: ${error.message}`,
    );
  }
}
