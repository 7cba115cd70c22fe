// What a shell offers for the next word: names that exist in the active profile.
import type { ComponentType } from "../../domain/entities/component.js";
import { COMPONENT_TYPES } from "../../domain/component-types.js";
import { RESOURCE_NAMES } from "../../domain/resources.js";
import type { ResourceName } from "../../domain/resources.js";
import { readProfiles } from "../../sdk/profiles/read-profiles.js";
import { entitiesOf } from "../../store/entity-stores.js";
import { TABLE } from "../command-table.js";
import type { Handler, NameKind } from "../framework/command.js";
import type { Context } from "../framework/context.js";
import { findCommand } from "../framework/find-command.js";
import { nameKindAt } from "./name-kind-at.js";
import type { completeSpec } from "./specs.js";

/** More than anybody reads; the newest, where there are more. */
const MOST = 500;

export const handler: Handler<typeof completeSpec> = async (args, _flags, context) => {
  const found = await findCommand(TABLE, args.words);
  const kind = found.kind === "command" ? nameKindAt(found.command.spec, found.rest) : undefined;
  if (kind === undefined) return;
  for (const name of await namesOf(kind, context)) context.output.line(name);
};

async function namesOf(kind: NameKind, { io, openSession }: Context): Promise<readonly string[]> {
  if (kind === "shell") return ["bash", "fish", "zsh"];
  if (kind === "profile") {
    const { config } = await readProfiles({ env: io.env, cwd: io.cwd });
    return config?.profiles.map(({ name }) => name) ?? [];
  }
  const { store } = await openSession();
  const type = componentType(kind);
  if (type !== undefined) {
    const filters = [{ field: "type", operator: "eq", value: type }] as const;
    return unique((await store.components.list({ filters, limit: MOST })).items);
  }
  if (!isResource(kind)) return [];
  return unique((await entitiesOf(store, kind).list({ limit: MOST })).items);
}

/** What has no name of its own is not completed. */
function unique(items: readonly object[]): readonly string[] {
  const names = items.map((item) => ("name" in item ? item.name : undefined));
  return [...new Set(names.filter((name) => typeof name === "string"))];
}

function componentType(kind: NameKind): ComponentType | undefined {
  return COMPONENT_TYPES.find((type) => kind === `component:${type}`);
}

function isResource(kind: NameKind): kind is ResourceName {
  return RESOURCE_NAMES.some((name) => name === kind);
}
