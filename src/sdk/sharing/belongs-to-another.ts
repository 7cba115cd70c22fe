import type { ZenStore } from "../../store/zen-store.js";

/** Whether a server has the first word on changes of it: what this machine knows of it comes second. */
export function belongsToAnother(
  { type, scope }: Pick<ZenStore, "type" | "scope">,
  entity: { readonly user_id: string },
): boolean {
  return type === "rest" && entity.user_id !== scope.user_id;
}
