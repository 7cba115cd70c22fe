import { DEFAULT_NAME } from "../../config/choose-profile.js";
import type { ResourceName } from "../../domain/resources.js";
import { projectOf } from "./entry.js";
import type { Entry } from "./entry.js";

/** An entity without its contents: enough to name and to remove it. */
export interface Reference {
  readonly resource: ResourceName;
  readonly id: string;
  readonly name: string;
  /** Undefined: it belongs to none. */
  readonly project: string | undefined;
  readonly isPristine: boolean;
}

export function referenceOf(entry: Entry): Reference {
  const { resource, entity } = entry;
  const { id, name } = entity;
  return { resource, id, name, project: projectOf(entry), isPristine: isPristine(entry) };
}

/** As every new store has it, with nothing changed, so that nothing is lost with it. */
function isPristine({ resource, entity }: Entry): boolean {
  if (entity.name !== DEFAULT_NAME) return false;
  switch (resource) {
    case "user":
      return true;
    case "project":
      return entity.description === "";
    case "component":
      return entity.flavor === "local" && Object.keys(entity.configuration).length === 0;
    case "stack":
      return Object.values(entity.components).every(({ name }) => name === DEFAULT_NAME);
    default:
      return false;
  }
}
