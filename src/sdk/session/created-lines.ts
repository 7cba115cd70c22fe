import type { Created } from "../../store/open.js";

/** What was made for a new store, as people are told. */
export function createdLines(created: readonly Created[]): string[] {
  return created.flatMap((change) => {
    const { name } = change.entity;
    if (change.resource === "stack") return [`Registered stack with name '${name}'.`];
    if (change.resource !== "component") return [];
    const { type } = change.entity;
    return [`Registered stack component with type '${type}' and name '${name}'.`];
  });
}
