import type { Settings } from "../../config/resolve-settings.js";
import type { Project } from "../../domain/entities/project.js";
import type { Session } from "../session.js";
import { resetSentence } from "../session/reset-stack.js";
import { setActive } from "../session/set-active.js";
import type { ActiveChange } from "../session/set-active.js";
import { stackSetting } from "../session/stack-setting.js";
import { usualStackIn } from "../session/usual-stack.js";

export interface ProjectChange extends ActiveChange {
  readonly project: Project;
  /** What became of the active stack, as a sentence; undefined: it stays. */
  readonly reset: string | undefined;
}

/** Makes a project the active one, with its default stack unless it is active already. Errors: `not_found`. */
export async function setProject(
  session: Pick<Session, "store" | "settings">,
  reference: string,
  { global }: { readonly global?: boolean | undefined } = {},
): Promise<ProjectChange> {
  const { store, settings } = session;
  const project = await store.projects.get(reference);
  const kept = keptStack(settings, project);
  const stack = kept ?? (await usualSetting(store.inProject(project.id)));
  const change = await setActive({ kind: "project", name: project.name, global, stack }, settings);
  const reset = kept === undefined ? resetSentence(change.scope, undefined, stack) : undefined;
  return { ...change, project, reset };
}

/** A stack of another project is none of this one. */
function keptStack({ project, stack }: Settings, { name }: Project): string | undefined {
  const stored: readonly string[] = ["repository", "global"];
  const isSame = project.value === name && project.source === stack.source;
  return isSame && stored.includes(stack.source) ? stack.value : undefined;
}

async function usualSetting(store: Session["store"]): Promise<string | undefined> {
  const stack = await usualStackIn(store);
  return stack === undefined ? undefined : stackSetting(store, stack);
}
