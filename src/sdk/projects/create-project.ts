// A project is made with a stack of its own, so that pipelines can run in it at once.
import type { Create } from "../../domain/change.js";
import type { Component } from "../../domain/entities/component.js";
import type { Project } from "../../domain/entities/project.js";
import { DEFAULT_NAME } from "../../config/choose-profile.js";
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
    await store.inProject(project.id).commit(defaultStack(project, store.scope.user_id));
    return project;
  } catch (error) {
    await store.projects.delete(project.id);
    throw error;
  }
}

function defaultStack(
  { id: project_id, created }: Project,
  user_id: string,
): (Create<"component"> | Create<"stack">)[] {
  const base = () => ({
    id: crypto.randomUUID(),
    created,
    updated: created,
    name: DEFAULT_NAME,
    project_id,
    user_id,
    shared: false,
  });
  const component = (type: Component["type"]): Component => ({
    ...base(),
    type,
    flavor: "local",
    configuration: {},
  });
  const [orchestrator, artifact_store] = [component("orchestrator"), component("artifact_store")];
  const reference = ({ id, name }: Component) => ({ id, name });
  const components = {
    orchestrator: reference(orchestrator),
    artifact_store: reference(artifact_store),
  };
  return [
    { op: "create", resource: "component", entity: orchestrator },
    { op: "create", resource: "component", entity: artifact_store },
    { op: "create", resource: "stack", entity: { ...base(), components } },
  ];
}
