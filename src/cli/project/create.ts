import { createProject } from "../../sdk/projects/create-project.js";
import type { Handler } from "../framework/command.js";
import type { createSpec } from "./specs.js";

export const handler: Handler<typeof createSpec> = async ({ name }, { description }, context) => {
  const { store } = await context.openSession();
  const project = await createProject(store, { name, description });
  await context.output.answer(`Project '${name}' successfully created.`, project);
};
