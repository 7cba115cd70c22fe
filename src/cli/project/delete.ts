import { deleteProject, planProjectDeletion } from "../../sdk/projects/delete-project.js";
import type { ProjectContents } from "../../sdk/projects/delete-project.js";
import type { Handler } from "../framework/command.js";
import type { deleteSpec } from "./specs.js";

export const handler: Handler<typeof deleteSpec> = async (args, flags, context) => {
  const session = await context.openSession();
  const contents = await planProjectDeletion(session, args.project);
  if (!(await context.confirm(question(contents), flags))) return 1;
  const { project, counts } = await deleteProject(session, contents.project.id);
  const { id, name } = project;
  await context.output.answer(`Deleted project '${name}'.`, { id, name, deleted: counts });
  return 0;
};

function question({ project, counts }: ProjectContents): string {
  const held = Object.entries(counts).map(([plural, count]) => `${plural}: ${count}`);
  const holds = held.length === 0 ? "" : ` It holds ${held.join(", ")}.`;
  return `Are you sure you want to delete project \`${project.name}\`?${holds}`;
}
