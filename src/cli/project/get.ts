import type { Handler } from "../framework/command.js";
import type { getSpec } from "./specs.js";

export const handler: Handler<typeof getSpec> = async (_args, _flags, context) => {
  const { store, project, settings } = await context.openSession();
  const { id, name, description } = await store.projects.get(project.id);
  const { source, origin } = settings.project;
  const sentence = `The active project is: '${name}'`;
  await context.output.answer(sentence, { id, name, description, source, origin });
};
