import { ZenError } from "../../domain/errors.js";
import { renameProjectSettings } from "../../sdk/projects/rename-project-settings.js";
import type { Handler } from "../framework/command.js";
import type { updateSpec } from "./specs.js";

export const handler: Handler<typeof updateSpec> = async (args, flags, context) => {
  const session = await context.openSession();
  const { name, description } = flags;
  const set = {
    ...(name === undefined ? {} : { name }),
    ...(description === undefined ? {} : { description }),
  };
  if (Object.keys(set).length === 0) {
    throw new ZenError("invalid_argument", "There is nothing to change.", {
      hint: "Give --name or --description.",
    });
  }
  const before = await session.store.projects.get(args.project);
  const project = await session.store.projects.update(before.id, set);
  if (project.name !== before.name) {
    await renameProjectSettings(session, before.name, project.name);
  }
  await context.output.answer(`Project '${project.name}' successfully updated.`, project);
};
