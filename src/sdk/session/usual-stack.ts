import type { Stack } from "../../domain/entities/stack.js";
import { DEFAULT_NAME } from "../../config/choose-profile.js";
import type { Filter } from "../../domain/query.js";
import type { ZenStore } from "../../store/zen-store.js";

/** `default`, one's own before another's, where it is there, as it mostly is; else the first, as before. */
export async function usualStackIn({ stacks, scope }: ZenStore): Promise<Stack | undefined> {
  const isOwn: Filter = { field: "user_id", operator: "eq", value: scope.user_id };
  const isDefault: Filter = { field: "name", operator: "eq", value: DEFAULT_NAME };
  for (const filters of [[isOwn, isDefault], [isDefault], [isOwn], []]) {
    const [found] = (await stacks.list({ filters, limit: 1 })).items;
    if (found !== undefined) return found;
  }
  return undefined;
}
