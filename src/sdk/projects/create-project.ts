// A project is made with a stack of its own, so that pipelines can run in it at once.
import type { Project } from "../../domain/entities/project.js";
import { defaultStack } from "../../store/default-stack.js";
import type { ZenStore } from "../../store/zen-store.js";

export interface NewProject {
  readonly name: string;
  readonly description?: string | undefined;
}

/** Errors: `entity_exists`, `invalid_input`. */
export async function createProject(
  store: ZenStore,
  { name, description = "" }: NewProject,
): Promise<Project> {
  const project = await store.projects.create({ name, description });
  try {
    const owner = { project_id: project.id, user_id: store.scope.user_id };
    const source = { now: () => project.created, newId: () => crypto.randomUUID() };
    await store.inProject(project.id).commit(defaultStack(owner, source));
    return project;
  } catch (error) {
    await store.projects.delete(project.id);
    throw error;
  }
}
