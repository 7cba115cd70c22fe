import { existsSync, rmSync } from "node:fs";
import { cleanMachine, planCleaning } from "../../sdk/profiles/clean-machine.js";
import { componentFolder } from "../../sdk/running/component-folder.js";
import type { Context } from "../framework/context.js";
import type { Handler } from "../framework/command.js";
import { knownProfiles } from "../profile/known-profiles.js";
import type { cleanSpec } from "./specs.js";

export const handler: Handler<typeof cleanSpec> = async (_args, flags, context) => {
  if (flags.local) return cleanStack(flags, context);
  const known = await knownProfiles(context);
  const { deletes, keeps } = planCleaning(known);
  const question = [
    "This will delete all profiles of this machine, with their stacks, runs and local artifacts:",
    ...deletes.map((path) => `  ${path}`),
    ...keeps.map((url) => `Left as it is: ${url}`),
    "Are you sure you want to proceed?",
  ].join("\n");
  if (!(await context.confirm(question, flags))) return 1;
  const done = await cleanMachine(known);
  const { deletes: deleted, keeps: left } = done;
  await context.output.answer("Deleted all profiles of this machine.", { deleted, left });
  return 0;
};

/** The bytes that the active stack's components keep on this machine. */
async function cleanStack(flags: { readonly yes: boolean }, context: Context): Promise<number> {
  const session = await context.openSession();
  const stack = await session.activeStack();
  const folders = Object.values(stack.components)
    .map(({ id }) => componentFolder(session.localFolder, id))
    .filter((folder) => existsSync(folder));
  if (folders.length === 0) {
    await context.output.answer(`Stack '${stack.name}' keeps no files on this machine.`, {
      deleted: [],
    });
    return 0;
  }
  const question = [
    `This will delete all files that stack '${stack.name}' keeps on this machine:`,
    ...folders.map((folder) => `  ${folder}`),
    "Are you sure you want to proceed?",
  ].join("\n");
  if (!(await context.confirm(question, flags))) return 1;
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
  await context.output.answer(`Deleted the local files of stack '${stack.name}'.`, {
    deleted: folders,
  });
  return 0;
}
