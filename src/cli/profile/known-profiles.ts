import { readProfiles } from "../../sdk/profiles/read-profiles.js";
import type { KnownProfiles } from "../../sdk/profiles/read-profiles.js";
import type { SessionRequest } from "../../sdk/session/prepare-settings.js";
import type { Context } from "../framework/context.js";

/** What the settings say, told in the header; a stored name that means nothing is only warned of. */
export async function knownProfiles(
  { io, output, overrides }: Context,
  { header = true }: Pick<SessionRequest, "header"> = {},
): Promise<KnownProfiles> {
  const known = await readProfiles({
    flags: overrides,
    env: io.env,
    cwd: io.cwd,
    header,
    notice: (text) => output.notice(text),
    warn: (text) => output.warn(text),
  });
  if (known.problem !== undefined) output.warn(known.problem.message);
  return known;
}
