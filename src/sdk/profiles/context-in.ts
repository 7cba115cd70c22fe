// What is active in a profile's store: each is checked to be there.
import { DEFAULT_NAME } from "../../config/choose-profile.js";
import type { Profile } from "../../config/config-model.js";
import { isZenError } from "../../domain/errors.js";
import type { ZenStore } from "../../store/zen-store.js";
import type { Tellers } from "../session/tellers.js";

export interface AskedContext {
  readonly user?: string | undefined;
  readonly project?: string | undefined;
  readonly stack?: string | undefined;
}

export type ProfileContext = Pick<Profile, "active_project" | "active_stack" | "active_user">;

/**
 * A user that a new store lacks is made; of projects and stacks it has the default ones alone.
 * Errors: `not_found`.
 */
export async function contextIn(
  store: ZenStore,
  { user, project, stack }: AskedContext,
  { isNew, tell }: { readonly isNew: boolean; readonly tell: Tellers },
): Promise<ProfileContext> {
  const active_user = user === undefined ? DEFAULT_NAME : await userNamed(store, user, isNew);
  if (isNew) {
    for (const name of [project, stack]) {
      if (name === undefined || name === DEFAULT_NAME) continue;
      tell.warn(`The new store has no '${name}' yet: '${DEFAULT_NAME}' is active.`);
    }
    return { active_project: DEFAULT_NAME, active_stack: DEFAULT_NAME, active_user };
  }
  const found = await store.projects.get(project ?? DEFAULT_NAME);
  const within = store.inProject(found.id);
  const active_stack =
    stack === undefined ? await usualStack(within) : (await within.stacks.get(stack)).name;
  return { active_project: found.name, active_stack, active_user };
}

async function userNamed(store: ZenStore, name: string, isNew: boolean): Promise<string> {
  try {
    return (await store.users.get(name)).name;
  } catch (error) {
    if (!isNew || !isZenError(error, "not_found")) throw error;
    return (await store.users.create({ name })).name;
  }
}

/** `default` where it is there, as it mostly is; else the first by name. */
export async function usualStack(store: ZenStore, preferred = DEFAULT_NAME): Promise<string> {
  const named = [{ field: "name", operator: "in", value: [preferred, DEFAULT_NAME] }] as const;
  const { items } = await store.stacks.list({ filters: named, limit: 2 });
  const names = items.map(({ name }) => name);
  if (names.includes(preferred)) return preferred;
  if (names.length > 0) return DEFAULT_NAME;
  return (await store.stacks.list({ limit: 1 })).items[0]?.name ?? DEFAULT_NAME;
}
