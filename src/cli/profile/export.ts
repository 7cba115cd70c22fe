import { resolve } from "node:path";
import { createFile } from "../../config/write-file.js";
import { findProfile } from "../../config/find-profile.js";
import { ZenError } from "../../domain/errors.js";
import { exportProfile } from "../../sdk/profiles/export-profile.js";
import type { Handler } from "../framework/command.js";
import { knownProfiles } from "./known-profiles.js";
import type { exportSpec } from "./specs.js";

export const handler: Handler<typeof exportSpec> = async (args, _flags, context) => {
  const { io, output } = context;
  const known = await knownProfiles(context);
  const text = exportProfile(findProfile(known.config, args.name), known.paths);
  if (args.file === undefined) return output.raw(text);
  const file = resolve(io.cwd, args.file);
  if (!createFile(file, text)) throw taken(file);
  await output.answer(`Exported profile '${args.name}' to ${file}.`, { name: args.name, file });
};

function taken(file: string): ZenError {
  return new ZenError("entity_exists", `There is a file ${file} already.`, {
    hint: "Name another one, or delete it first.",
  });
}
