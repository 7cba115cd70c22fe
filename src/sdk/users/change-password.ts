import * as z from "zod/mini";
import { TOKEN_VARIABLE } from "../../config/config-model.js";
import { setCredentials } from "../../config/credentials.js";
import { API_ROOT } from "../../domain/api.js";
import { askServer, needServer } from "../people/ask-server.js";
import type { Session } from "../session.js";

const Login = z.object({ token: z.string(), expires: z.string() });

export interface ChangedPassword {
  /** Where the new login is kept; undefined: nowhere, since the environment said who asks. */
  readonly profile: string | undefined;
  readonly expires: string;
}

/**
 * One's own. Every login ends; this profile is given a new one.
 * Errors: `unauthenticated`, `invalid_input`, `too_many_requests`.
 */
export async function changePassword(
  session: Session,
  passwords: { readonly old: string; readonly new: string },
): Promise<ChangedPassword> {
  const server = needServer(session, "passwords");
  const { token, expires } = await askServer(server, Login, {
    method: "POST",
    path: `${API_ROOT}/change-password`,
    body: { old_password: passwords.old, new_password: passwords.new },
  });
  const { settings, env } = session;
  const profile = env[TOKEN_VARIABLE]?.trim() ? undefined : settings.profile?.value;
  if (profile !== undefined) await setCredentials(settings.paths, profile, { token });
  return { profile, expires };
}
