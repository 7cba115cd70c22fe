// Which components a person means for a stack: by name, id or id prefix, each kind by itself. Every one
// that is not there is told, not the first.
import { COMPONENT_TYPES, kindLabel, kindWord } from "../../domain/component-types.js";
import type { Component, ComponentType } from "../../domain/entities/component.js";
import type { Stack } from "../../domain/entities/stack.js";
import { isZenError } from "../../domain/errors.js";
import type { EntityStore } from "../../store/zen-store.js";
import { nearest } from "../../util/nearest.js";
import type { StackProblem } from "./stack-error.js";

/** Name, id or id prefix of a component for each kind. */
export type ComponentChoice = { readonly [Type in ComponentType]?: string | undefined };

export interface FoundComponents {
  readonly references: Stack["components"];
  readonly problems: readonly StackProblem[];
}

export async function findComponents(
  components: EntityStore<"component">,
  choice: ComponentChoice,
): Promise<FoundComponents> {
  const references: Stack["components"] = {};
  const problems: StackProblem[] = [];
  for (const type of COMPONENT_TYPES) {
    const reference = choice[type];
    if (reference === undefined) continue;
    const found = await findComponent(components, type, reference);
    if ("text" in found) problems.push(found);
    else references[type] = { id: found.id, name: found.name };
  }
  return { references, problems };
}

async function findComponent(
  components: EntityStore<"component">,
  type: ComponentType,
  reference: string,
): Promise<Component | StackProblem> {
  try {
    return await components.get(reference, { type });
  } catch (error) {
    if (isZenError(error, "ambiguous")) {
      return { code: "ambiguous", text: error.message.replace(/\.$/, ""), hint: error.hint };
    }
    if (!isZenError(error, "not_found")) throw error;
    return missing(components, type, reference);
  }
}

async function missing(
  components: EntityStore<"component">,
  type: ComponentType,
  reference: string,
): Promise<StackProblem> {
  const kind = kindLabel(type);
  const others = await otherKinds(components, reference);
  const names: string[] = [];
  const filters = [{ field: "type", operator: "eq", value: type }] as const;
  for await (const { name } of components.all({ filters })) names.push(name);
  const close = nearest(reference, names);
  const known = names.map((name) => `'${name}'`).join(", ") || "none";
  const found =
    others.length === 0
      ? `there is no ${kind} named '${reference}'`
      : `'${reference}' is of the kind ${others.map(kindLabel).join(" or ")}, not ${kind}`;
  return {
    code: "not_found",
    text: `${found}; ${close === undefined ? `there is: ${known}` : `did you mean '${close}'?`}`,
    hint: `zenml ${kindWord(type)} list`,
  };
}

/** The kinds of which there is a component with that name or id. */
async function otherKinds(
  components: EntityStore<"component">,
  reference: string,
): Promise<readonly ComponentType[]> {
  const filters = [{ field: "name", operator: "eq", value: reference }] as const;
  const { items } = await components.list({ filters });
  const byId = await components.find(reference);
  const found = byId === undefined ? items : [byId, ...items];
  return COMPONENT_TYPES.filter((type) => found.some((component) => component.type === type));
}
