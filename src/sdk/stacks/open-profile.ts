import { ZenError, isZenError } from "../../domain/errors.js";
import { openSession } from "../session.js";
import type { Session } from "../session.js";
import type { Tellers } from "../session/tellers.js";

export interface OtherProfile {
  readonly name: string;
  /** What named it, e.g. `--to`. */
  readonly origin: string;
}

/** Another profile beside the active one, as it stands by itself. Errors: `unknown_setting`, the store's. */
export async function openProfile(
  { name, origin }: OtherProfile,
  { env: outer }: Pick<Session, "env">,
  tell: Tellers,
): Promise<Session> {
  // What the shell sets is meant for the active profile.
  const { ZENML_ACTIVATED_PROJECT: _project, ZENML_ACTIVATED_STACK: _stack, ...env } = outer;
  try {
    const flags = { profile: name };
    return await openSession({ flags, env, ignoresRepository: true, header: false, ...tell });
  } catch (error) {
    if (!isZenError(error, "unknown_setting")) throw error;
    throw new ZenError("unknown_setting", error.message.replace("(--profile)", `(${origin})`), {
      hint: error.hint?.replace("--profile", origin),
      details: error.details,
      cause: error,
    });
  }
}
