// What sessions change, written down in the transaction that changes it: all of configuration, and whatever
// is deleted. Runs record themselves.
import type { Change } from "../../domain/change.js";
import type { Principal } from "../../domain/principal.js";
import { RESOURCES } from "../../domain/resources.js";
import type { Source } from "../../store/bootstrap.js";
import type { StoreDriver } from "../../store/driver.js";
import { asRow } from "../../store/row.js";
import { auditChange } from "./audit-change.js";
import type { Deed } from "./audit-change.js";

/** Of changes that are audited. */
export async function auditChanges(
  driver: StoreDriver,
  principal: Principal,
  changes: readonly Change[],
  source: Source,
): Promise<readonly Change[]> {
  const entries: Change[] = [];
  for (const change of changes) {
    entries.push(auditChange(await deedOf(driver, principal, change), principal.origin, source));
  }
  return entries;
}

export function isAudited({ op, resource }: Change): boolean {
  return op === "delete" || RESOURCES[resource].home === "configuration";
}

async function deedOf(driver: StoreDriver, actor: Principal, change: Change): Promise<Deed> {
  const { resource } = change;
  const id = change.op === "create" ? change.entity.id : change.id;
  const entity = change.op === "create" ? change.entity : await driver.find(resource, id);
  const row: Readonly<Record<string, unknown>> = entity === undefined ? {} : asRow(entity);
  const { name, project_id } = row;
  return {
    actor,
    action: actionOf(change),
    resource,
    target: { id, ...(typeof name === "string" && { name }) },
    ...(typeof project_id === "string" && { project_id }),
    ...(change.op === "update" && { details: { fields: Object.keys(change.set) } }),
  };
}

function actionOf(change: Change): string {
  if (change.op !== "update" || !("shared" in change.set)) return change.op;
  return change.set.shared === true ? "share" : "unshare";
}
