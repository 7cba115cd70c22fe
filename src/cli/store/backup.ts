import { existsSync } from "node:fs";
import { resolve } from "node:path";
import { RESOURCE_NAMES } from "../../domain/resources.js";
import type { Handler } from "../framework/command.js";
import { showResources } from "./show-resources.js";
import type { backupSpec } from "./specs.js";
import { storesOf } from "./stores-of.js";

export const handler: Handler<typeof backupSpec> = async (args, flags, context) => {
  const { output, io } = context;
  const file = resolve(io.cwd, args.file);
  const question = `There is already a file ${file}.\nAre you sure you want to replace it?`;
  if (existsSync(file) && !(await context.confirm(question, flags))) return 1;
  const made = await storesOf(context).backup({ file, profile: flags.profile });
  const resources = RESOURCE_NAMES.map((resource) => ({ resource, ...made.resources[resource] }));
  await output.answer(`Backed up the store of the profile '${made.profile}' to ${file}.`, {
    ...made,
    resources,
  });
  await showResources(resources, context, false);
  const { local_folder } = made;
  output.notice(`Not in it: bytes in artifact stores. The local ones are in ${local_folder}.`);
  return 0;
};
