// A stack names its components by id and by a copy of their name. What that means for a component's
// own changes stands here, because no column says it.
import type { Change } from "../../domain/change.js";
import type { Stack } from "../../domain/entities/stack.js";
import { ZenError } from "../../domain/errors.js";
import type { StoreDriver } from "../driver.js";
import { isVisible } from "./access.js";
import type { Asking } from "./access.js";

/** The updates of stacks that a component's new name brings along. */
export async function renameInStacks(
  driver: StoreDriver,
  component: { readonly id: string; readonly project_id: string },
  renamed: { readonly name: string; readonly updated: string },
): Promise<Change[]> {
  const stacks = await stacksWith(driver, component);
  return stacks.map((stack) => ({
    op: "update",
    resource: "stack",
    id: stack.id,
    set: { components: withName(stack, component.id, renamed.name), updated: renamed.updated },
    expect: { updated: [stack.updated] },
  }));
}

export interface UseOptions {
  readonly asking: Asking;
  /** Ids of stacks that do not count. */
  readonly except?: readonly string[];
}

/** Errors: `in_use`, naming the stacks that the asker sees. */
export async function checkUnused(
  driver: StoreDriver,
  component: { readonly id: string; readonly name: string; readonly project_id: string },
  { asking, except = [] }: UseOptions,
): Promise<void> {
  const stacks = (await stacksWith(driver, component)).filter(({ id }) => !except.includes(id));
  const seen = stacks.filter((stack) => isVisible("stack", stack, asking));
  const hidden = stacks.length === seen.length ? [] : ["one of another user"];
  const names = [...seen.map((stack) => `'${stack.name}'`), ...hidden];
  if (names.length === 0) return;
  const which = names.length === 1 ? `the stack ${names.join()}` : `stacks: ${names.join(", ")}`;
  throw new ZenError("in_use", `The stack component '${component.name}' is part of ${which}.`, {
    hint: "Give those another one first, or delete them.",
  });
}

const PAGE = 1000;

export async function stacksWith(
  driver: StoreDriver,
  { id, project_id }: { readonly id: string; readonly project_id: string },
): Promise<Stack[]> {
  const found: Stack[] = [];
  let after: { readonly value: string; readonly id: string } | null = null;
  do {
    const page: Stack[] = await driver.select("stack", {
      filters: [{ field: "project_id", operator: "eq", value: project_id }],
      sort: { field: "name", direction: "asc" },
      limit: PAGE,
      after,
    });
    found.push(...page.filter((stack) => componentIds(stack).includes(id)));
    const last = page.length === PAGE ? page.at(-1) : undefined;
    after = last === undefined ? null : { value: last.name, id: last.id };
  } while (after !== null);
  return found;
}

function componentIds(stack: Stack): readonly string[] {
  return Object.values(stack.components).map((component) => component.id);
}

function withName(stack: Stack, id: string, name: string): Stack["components"] {
  const entries = Object.entries(stack.components).map(([type, component]) => [
    type,
    component.id === id ? { id, name } : component,
  ]);
  return Object.fromEntries(entries);
}
