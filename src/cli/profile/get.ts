import { readProfiles } from "../../sdk/profiles/read-profiles.js";
import type { Handler } from "../framework/command.js";
import { activeProfile } from "./active-profile.js";
import type { getSpec } from "./specs.js";

export const handler: Handler<typeof getSpec> = async (_args, _flags, context) => {
  const { io, output, overrides } = context;
  const request = { flags: overrides, env: io.env, cwd: io.cwd, header: false };
  const notice = (text: string) => output.notice(text);
  const known = await readProfiles({ ...request, notice });
  if (known.repository === undefined) output.notice("Running without an active repository root.");
  const { value: name, source, origin } = activeProfile(known);
  await output.answer(`Active profile is: ${name}`, { name, source, origin });
};
