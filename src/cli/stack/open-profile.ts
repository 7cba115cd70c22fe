import { isZenError, ZenError } from "../../domain/errors.js";
import { openSession } from "../../sdk/session.js";
import type { Session } from "../../sdk/session.js";
import type { Context } from "../framework/context.js";

/** Another profile beside the active one, as it stands by itself. @param flag what named it, e.g. `--to` */
export async function openProfile(
  profile: string,
  flag: string,
  { io, output }: Context,
): Promise<Session> {
  // What the shell sets is meant for the active profile.
  const { ZENML_ACTIVATED_PROJECT: _project, ZENML_ACTIVATED_STACK: _stack, ...env } = io.env;
  try {
    return await openSession({
      flags: { profile },
      env,
      cwd: io.cwd,
      header: false,
      notice: (text) => output.notice(text),
      warn: (text) => output.warn(text),
    });
  } catch (error) {
    if (!isZenError(error, "unknown_setting")) throw error;
    const message = error.message.replace("(--profile)", `(${flag})`);
    const { details } = error;
    const hint = error.hint?.replace("--profile", flag);
    throw new ZenError("unknown_setting", message, { hint, details, cause: error });
  }
}
