import { DEFAULT_NAME } from "../../config/choose-profile.js";
import type { Profile } from "../../config/config-model.js";
import type { ZenStore } from "../../store/zen-store.js";
import type { Tellers } from "../session/tellers.js";
import { usualStack } from "./context-in.js";
import type { ProfileContext } from "./context-in.js";

export interface FormerContext {
  readonly before: Profile;
  /** Must be there. */
  readonly user: string | undefined;
  readonly tell: Tellers;
}

/** What was active, as far as the store has it; what it lacks is replaced and told. Errors: `not_found`. */
export async function contextThere(
  store: ZenStore,
  { before, user, tell }: FormerContext,
): Promise<ProfileContext> {
  const active_user =
    user === undefined
      ? await nameOr(store.users, before.active_user)
      : (await store.users.get(user)).name;
  const active_project = await nameOr(store.projects, before.active_project);
  const project = await store.projects.get(active_project);
  const active_stack = await usualStack(store.inProject(project.id), before.active_stack);
  const active = { active_project, active_stack, active_user };
  for (const key of ["active_project", "active_stack"] as const) {
    if (active[key] === before[key]) continue;
    const kind = key.replace("active_", "");
    tell.warn(`The store has no ${kind} '${before[key]}': '${active[key]}' is active now.`);
  }
  return active;
}

async function nameOr(
  entities: ZenStore["users"] | ZenStore["projects"],
  name: string,
): Promise<string> {
  const filters = [{ field: "name", operator: "eq", value: name }] as const;
  const { items } = await entities.list({ filters, limit: 1 });
  return items.length === 1 ? name : DEFAULT_NAME;
}
