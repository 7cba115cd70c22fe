// From an answer to what may be asked next: of a resource, what follows from the table and its verbs.
import { RESOURCES, RESOURCE_NAMES } from "../../domain/resources.js";
import type { ResourceName } from "../../domain/resources.js";
import type { Route } from "../routes/route.js";
import type { JsonSchema } from "./json-schema.js";

const OWN = ["get", "update", "delete"] as const;

/** Of an answer with this status. Undefined: none. */
export function linksOf(route: Route, status: number): JsonSchema | undefined {
  const { policy, operation } = route;
  if (!("resource" in policy)) return undefined;
  const { resource } = policy;
  if (RESOURCES[resource].sealed === true) return undefined;
  if (operation === `create_${resource}` && status === 201) return ofOne(resource);
  if (operation === `get_${resource}` && status === 200) return pick(ofOne(resource), OWN);
  if (operation === `list_${RESOURCES[resource].plural}`) return ofPage(resource);
  return undefined;
}

function ofOne(resource: ResourceName): JsonSchema {
  const id = "$response.body#/id";
  const own = OWN.map(
    (verb) =>
      [
        verb,
        { operationId: `${verb}_${resource}`, parameters: { ...placeOf(resource), id } },
      ] as const,
  );
  return { ...Object.fromEntries(own), ...Object.fromEntries(childrenOf(resource)) };
}

function pick(links: JsonSchema, names: readonly string[]): JsonSchema {
  return Object.fromEntries(Object.entries(links).filter(([name]) => names.includes(name)));
}

/** What points to it may be made with its id. */
function childrenOf(resource: ResourceName): readonly (readonly [string, JsonSchema])[] {
  return RESOURCE_NAMES.flatMap((child) =>
    RESOURCES[child].parents
      .filter((parent) => parent.resource === resource && parent.field !== "project_id")
      .map(({ field }) => {
        const body = { [field]: "$response.body#/id" };
        const operationId = `create_${child}`;
        return [
          `${operationId}_by_${field}`,
          { operationId, parameters: placeOf(child), requestBody: body },
        ] as const;
      }),
  );
}

function ofPage(resource: ResourceName): JsonSchema {
  const first = { ...placeOf(resource), id: "$response.body#/items/0/id" };
  return { get: { operationId: `get_${resource}`, parameters: first } };
}

function placeOf(resource: ResourceName): JsonSchema {
  return RESOURCES[resource].scope === "project" ? { project: "$request.path.project" } : {};
}
