// What a transfer will do, known before anything is written.
import { ZenError } from "../../domain/errors.js";
import { RESOURCES, RESOURCE_NAMES } from "../../domain/resources.js";
import type { ZenStore } from "../../store/zen-store.js";
import { storeSource } from "./entry.js";
import type { EntrySource } from "./entry.js";
import { referenceOf } from "./reference.js";
import type { Reference } from "./reference.js";
import { Contents, contentsOf } from "./store-digest.js";

export interface TransferPlan {
  readonly source: Contents;
  readonly target: Contents;
  /** What goes from the target before anything comes: parents before their children. */
  readonly removed: readonly Reference[];
}

export interface PlanOptions {
  readonly source: EntrySource;
  readonly target: ZenStore;
  /** Called when both were read to the end; what it throws ends it before anything is written. */
  readonly onRead?: (() => void) | undefined;
  /** Asked when the target holds something else: whether all that it holds may go. Default: no. */
  readonly mayReplace?: ((inTheWay: readonly Reference[]) => Promise<boolean>) | undefined;
}

/** Errors: `conflict` naming what is in the way. */
export async function planTransfer(options: PlanOptions): Promise<TransferPlan> {
  const source = await contentsOf(options.source);
  const target = new Contents();
  const same: Reference[] = [];
  const others: Reference[] = [];
  for await (const entry of storeSource(options.target).entries()) {
    target.add(entry);
    const reference = referenceOf(entry);
    (isSame(reference, source, target) ? same : others).push(reference);
  }
  options.onRead?.();
  const inTheWay = others.filter((one) => !one.isPristine || isIn(source, one));
  if (inTheWay.length === 0) return { source, target, removed: inOrder(others) };
  if ((await options.mayReplace?.(inTheWay)) !== true) throw conflict(inTheWay, source);
  // A child goes with its parent, so all goes.
  return { source, target, removed: inOrder([...same, ...others]) };
}

function isSame(one: Reference, source: Contents, target: Contents): boolean {
  const wanted = source.find(one.resource, one.id);
  return wanted !== undefined && wanted.hash === target.find(one.resource, one.id)?.hash;
}

function isIn(source: Contents, { resource, id }: Reference): boolean {
  return source.find(resource, id) !== undefined;
}

function inOrder(references: readonly Reference[]): readonly Reference[] {
  return RESOURCE_NAMES.flatMap((name) => references.filter(({ resource }) => resource === name));
}

const SHOWN = 10;

function conflict(inTheWay: readonly Reference[], source: Contents): ZenError {
  const lines = inTheWay.slice(0, SHOWN).map((one) => {
    const what = `${RESOURCES[one.resource].label} '${one.name}' (${one.id.slice(0, 8)})`;
    return `\n  ${what}: ${isIn(source, one) ? "has other contents" : "is only there"}`;
  });
  const more = inTheWay.length > SHOWN ? `\n  … and ${inTheWay.length - SHOWN} more` : "";
  return new ZenError(
    "conflict",
    `The store to write to is not empty, and holds what is in the way:${lines.join("")}${more}`,
    {
      hint: "Nothing was written. Take a new profile to write to: zenml profile create NAME",
      details: { conflicts: inTheWay.map(({ resource, id, name }) => ({ resource, id, name })) },
    },
  );
}
