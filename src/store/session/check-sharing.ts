// A shared stack works for others only when its components are shared too. Asked on a server alone: a local
// store has nobody to share with.
import type { Change } from "../../domain/change.js";
import type { Stack } from "../../domain/entities/stack.js";
import { ZenError } from "../../domain/errors.js";
import type { StoreDriver } from "../driver.js";
import type { Asking } from "./access.js";
import { stacksWith } from "./component-rules.js";

/** The rows as the batch leaves them. Errors: `conflict` naming the components, `in_use` naming the stacks. */
export async function checkSharing(
  driver: StoreDriver,
  changes: readonly Change[],
  { principal }: Asking,
): Promise<void> {
  if (principal.rights === undefined) return;
  for (const change of changes) {
    if (change.resource === "stack" && change.op !== "delete") {
      const stack = await stackAfter(driver, change);
      if (stack?.shared !== true) continue;
      await checkComponents(driver, stack, new Map(changes.flatMap(sharedBy)));
    }
    if (change.resource === "component" && change.op === "update" && change.set.shared === false) {
      await checkStacks(driver, change.id, changes);
    }
  }
}

/** Ids of components, and whether the batch leaves them shared. */
function sharedBy(change: Change): readonly (readonly [string, boolean])[] {
  if (change.resource !== "component" || change.op === "delete") return [];
  if (change.op === "create") return [[change.entity.id, change.entity.shared]];
  return change.set.shared === undefined ? [] : [[change.id, change.set.shared]];
}

type StackChange = Exclude<Extract<Change, { resource: "stack" }>, { op: "delete" }>;

async function stackAfter(
  driver: StoreDriver,
  change: StackChange,
): Promise<Pick<Stack, "name" | "shared" | "components"> | undefined> {
  if (change.op === "create") return change.entity;
  const { shared, components } = change.set;
  if (shared === undefined && components === undefined) return undefined;
  const before = await driver.find("stack", change.id);
  return before === undefined ? undefined : { ...before, ...change.set };
}

/** Errors: `conflict`. */
async function checkComponents(
  driver: StoreDriver,
  { name, components }: Pick<Stack, "name" | "components">,
  shared: ReadonlyMap<string, boolean>,
): Promise<void> {
  const unshared: { readonly id: string; readonly name: string; readonly type: string }[] = [];
  for (const [type, component] of Object.entries(components)) {
    const { id } = component;
    const isShared = shared.get(id) ?? (await driver.find("component", id))?.shared ?? true;
    if (!isShared) unshared.push({ id, name: component.name, type });
  }
  if (unshared.length === 0) return;
  const names = unshared.map((one) => `${one.type} '${one.name}'`).join(", ");
  throw new ZenError(
    "conflict",
    `The stack '${name}' cannot be shared while these are not: ${names}.`,
    { hint: "Share them first, or together with the stack.", details: { unshared } },
  );
}

/** Errors: `in_use`. */
async function checkStacks(
  driver: StoreDriver,
  id: string,
  changes: readonly Change[],
): Promise<void> {
  const component = await driver.find("component", id);
  if (component === undefined) return;
  const touched = changes.flatMap((one) =>
    one.resource === "stack" && one.op !== "create" ? one.id : [],
  );
  const stacks = (await stacksWith(driver, component)).filter(
    (stack) => stack.shared && !touched.includes(stack.id),
  );
  if (stacks.length === 0) return;
  const names = stacks.map((stack) => `'${stack.name}'`).join(", ");
  throw new ZenError("in_use", `Shared stacks have the component '${component.name}': ${names}.`, {
    hint: "Stop sharing those first.",
  });
}
