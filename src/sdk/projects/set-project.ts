import type { Project } from "../../domain/entities/project.js";
import { usualStack } from "../profiles/context-in.js";
import type { Session } from "../session.js";
import { setActive } from "../session/set-active.js";
import type { ActiveChange } from "../session/set-active.js";

/** Makes a project the active one; the stack stays if the project has one of its name. Errors: `not_found`. */
export async function setProject(
  session: Pick<Session, "store" | "settings">,
  reference: string,
  { global }: { readonly global?: boolean | undefined } = {},
): Promise<ActiveChange & { readonly project: Project }> {
  const { store, settings } = session;
  const project = await store.projects.get(reference);
  const stack = await usualStack(store.inProject(project.id), settings.stack.value);
  const change = await setActive({ kind: "project", name: project.name, global, stack }, settings);
  return { ...change, project };
}
