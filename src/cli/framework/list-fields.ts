import { FILTER_OPERATORS } from "../../domain/query.js";
import { RESOURCES, RESOURCE_NAMES, sortableFields } from "../../domain/resources.js";

/** Which fields a resource's list can be filtered and sorted by. */
export function listFields(name: string): string[] {
  const resource = RESOURCE_NAMES.find((known) => known === name);
  if (resource === undefined) return [];
  const { filters } = RESOURCES[resource];
  return [
    `Filter by: ${filters.join(", ")}\n  with: ${FILTER_OPERATORS.join(", ")}`,
    `Sort by: ${sortableFields(resource).join(", ")}`,
  ];
}
