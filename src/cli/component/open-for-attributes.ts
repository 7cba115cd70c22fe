import { ZenError, isZenError } from "../../domain/errors.js";
import type { Session } from "../../sdk/session.js";
import type { Context } from "../framework/context.js";

/** A flag that names nothing may have been meant as an attribute. Errors: as `openSession`. */
export async function openForAttributes({ openSession, overrides }: Context): Promise<Session> {
  try {
    return await openSession();
  } catch (error) {
    const { project } = overrides;
    if (!isZenError(error, "unknown_setting") || project === undefined) throw error;
    const { message, details } = error;
    if (!message.includes(`'${project}'`)) throw error;
    throw new ZenError("unknown_setting", message, {
      hint: `For an attribute of that name, leave out the dashes: project=${project}`,
      details,
      cause: error,
    });
  }
}
