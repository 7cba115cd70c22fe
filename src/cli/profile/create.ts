import { createProfile } from "../../sdk/profiles/create-profile.js";
import type { NewProfileInput } from "../../sdk/profiles/create-profile.js";
import { importedProfile } from "../../sdk/profiles/export-profile.js";
import { profileView } from "../../sdk/profiles/profile-view.js";
import { ZenError } from "../../domain/errors.js";
import type { ArgsOf, FlagsOf, Handler } from "../framework/command.js";
import { knownProfiles } from "./known-profiles.js";
import type { createSpec } from "./specs.js";

export const handler: Handler<typeof createSpec> = async (args, flags, context) => {
  const { io, output } = context;
  const input = inputOf(args, flags, io.cwd);
  const known = await knownProfiles(context);
  const tell = {
    notice: (text: string) => output.notice(text),
    warn: (text: string) => output.warn(text),
  };
  const place = { paths: known.paths, env: io.env, cwd: io.cwd, tell };
  const profile = await createProfile(input, place);
  const sentence = `Profile '${profile.name}' successfully created.`;
  await output.answer(sentence, profileView(profile, known));
};

function inputOf(
  { name }: ArgsOf<typeof createSpec>,
  { url, storeType: type, user, from }: FlagsOf<typeof createSpec>,
  cwd: string,
): NewProfileInput {
  const file = from === undefined ? undefined : importedProfile(from, cwd);
  const called = name ?? file?.name;
  if (called === undefined) {
    throw new ZenError("invalid_argument", "A profile needs a name.", {
      hint: "zenml profile create NAME",
    });
  }
  const given = Object.entries({ url, type, user }).filter(([, value]) => value !== undefined);
  return { ...file, ...Object.fromEntries(given), name: called };
}
