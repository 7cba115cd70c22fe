import type { Stack } from "../../domain/entities/stack.js";
import type { Filter } from "../../domain/query.js";
import type { ZenStore } from "../../store/zen-store.js";

/**
 * What settings call a stack: its name where that means this very one and will, else its id. On a server
 * one's own stack of a name comes before another's, also if it is made later.
 */
export async function stackSetting(
  { stacks, scope, type }: Pick<ZenStore, "stacks" | "scope" | "type">,
  { id, name, user_id }: Pick<Stack, "id" | "name" | "user_id">,
): Promise<string> {
  if (user_id === scope.user_id) return name;
  if (type === "rest") return id;
  const isIt: Filter = { field: "name", operator: "eq", value: name };
  const { items } = await stacks.list({ filters: [isIt], limit: 2 });
  return items.length === 1 ? name : id;
}
