import type { Change } from "../../domain/change.js";
import type { Status } from "../../domain/status.js";
import type { StoreDriver } from "../../store/driver.js";
import type { Point } from "./fault.js";
import type { TestProcess } from "./test-process.js";

/** A store whose faults are those of the test. */
export function faultyDriver(driver: StoreDriver, process: TestProcess): StoreDriver {
  const names = new Map<string, string>();
  return {
    find: (resource, id) => process.pass({ kind: "store read" }, () => driver.find(resource, id)),
    select: (resource, selection) =>
      process.pass({ kind: "store read" }, async () => {
        const rows = await driver.select(resource, selection);
        for (const { id, ...row } of rows) if ("name" in row) names.set(id, String(row.name));
        return rows;
      }),
    place: (resource, selection) =>
      process.pass({ kind: "store read" }, () => driver.place(resource, selection)),
    write: (changes) => process.pass(pointOf(changes, names), () => driver.write(changes)),
    sync: () => process.pass(undefined, () => driver.sync()),
    close: () => driver.close(),
  };
}

/** What is committed as soon as it happens, and not some time later along with other things. */
const AT_ONCE: ReadonlySet<Status> = new Set<Status>(["completed", "failed", "retrying"]);

/**
 * That a step has begun or came from the cache is noted when there is time: how many commits that makes
 * depends on how quick the machine is, so none of them counts.
 */
function pointOf(changes: readonly Change[], names: Map<string, string>): Point | undefined {
  const ended: string[] = [];
  let isOfRun = false;
  for (const change of changes) {
    if (change.resource === "step" && change.op !== "delete") {
      const { status, name } = factsOf(change, names);
      if (status !== undefined && name !== undefined && AT_ONCE.has(status)) ended.push(name);
    }
    if (change.resource === "run" && change.op === "create") isOfRun = true;
    if (change.resource === "run" && change.op === "update" && change.set.status !== undefined) {
      isOfRun = true;
    }
  }
  return isOfRun || ended.length > 0 ? { kind: "commit", ended } : undefined;
}

type StepChange = Exclude<Extract<Change, { resource: "step" }>, { op: "delete" }>;

/** Updates do not say what the step is called; its creation, or the row that was read, did. */
function factsOf(change: StepChange, names: Map<string, string>) {
  if (change.op === "create") {
    const { id, name, status } = change.entity;
    names.set(id, name);
    return { name, status };
  }
  return { name: names.get(change.id), status: change.set.status };
}
