// The one implementation of the store's contract, on top of any driver: validation, defaults, names,
// project scope and policy. It knows nothing of how a driver keeps rows.
import type { Change } from "../domain/change.js";
import type { Principal } from "../domain/principal.js";
import {
  checkOwned,
  checkRole,
  guardChange,
  hideForeign,
  isVisible,
  principalIn,
} from "./session/access.js";
import { checkReferences } from "./session/check-references.js";
import { checkSharing } from "./session/check-sharing.js";
import { checkUnused } from "./session/component-rules.js";
import type { StoreDriver } from "./driver.js";
import { makeEntityStores } from "./entity-stores.js";
import { LocalEntities } from "./local-entities.js";
import type { StoreContext } from "./local-entities.js";
import { asRow } from "./row.js";
import { entityNotFound } from "./write-errors.js";
import type { StoreScope, ZenStore } from "./zen-store.js";

export interface StoreOptions {
  readonly type: ZenStore["type"];
  /** Without passwords. */
  readonly url: string;
  readonly principal: Principal;
  readonly scope: StoreScope;
  /** Now, in ISO 8601 UTC with milliseconds. */
  readonly now?: () => string;
  readonly newId?: () => string;
}

/** A session on a driver: who asks, in which project. Closing it closes the driver. */
export function createStore(driver: StoreDriver, options: StoreOptions): ZenStore {
  const { type, url, scope } = options;
  const principal = principalIn(options.principal, scope.project_id);
  const now = options.now ?? (() => new Date().toISOString());
  const newId = options.newId ?? (() => crypto.randomUUID());
  const context: StoreContext = { driver, principal, scope, now, newId };
  return {
    type,
    url,
    scope,
    ...makeEntityStores((resource) => new LocalEntities(context, resource)),
    inProject: (project_id) => createStore(driver, { ...options, scope: { ...scope, project_id } }),
    commit: (changes) => commit(context, changes),
    sync: () => driver.sync(),
    close: () => driver.close(),
  };
}

/** No schema is asked here: what comes this way was made by the program itself, and often. */
async function commit(context: StoreContext, changes: readonly Change[]): Promise<void> {
  const guarded: Change[] = [];
  for (const change of changes) {
    checkRole(context.principal, "write", change.resource);
    if (change.op === "delete") await checkDeletion(context, change, changes);
    guarded.push(guardChange(change, context));
  }
  await checkReferences(context.driver, changes, context);
  await checkSharing(context.driver, changes, context);
  try {
    await context.driver.write(guarded);
  } catch (error) {
    throw hideForeign(error);
  }
}

async function checkDeletion(
  context: StoreContext,
  change: Extract<Change, { op: "delete" }>,
  batch: readonly Change[],
): Promise<void> {
  const { driver } = context;
  const entity = await driver.find(change.resource, change.id);
  const isThere = entity !== undefined && isVisible(change.resource, asRow(entity), context);
  if (!isThere) throw entityNotFound(change);
  checkOwned(change.resource, asRow(entity), context);
  if (change.resource !== "component") return;
  const component = await driver.find("component", change.id);
  // Stacks that the batch changes too are the business of who made it.
  const touched = batch.flatMap((one) =>
    one.resource === "stack" && one.op !== "create" ? [one.id] : [],
  );
  if (component !== undefined)
    await checkUnused(driver, component, { asking: context, except: touched });
}
