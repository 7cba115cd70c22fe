import type { Change } from "../../domain/change.js";
import type { ResourceName } from "../../domain/resources.js";

/** What streams tell of. */
export const TOLD = [
  "run",
  "step",
  "artifact",
  "pipeline",
  "schedule",
] as const satisfies readonly ResourceName[];

const TOLD_RESOURCES: ReadonlySet<ResourceName> = new Set(TOLD);

/** Whose something is, and where: who is told of it follows from that. */
export interface Place {
  readonly project_id: string;
  readonly user_id: string;
  /** The run that it belongs to. */
  readonly run_id: string | null;
}

export interface ServerEvent extends Place {
  readonly number: number;
  readonly kind: "change" | "log";
  readonly data: Readonly<Record<string, unknown>>;
}

export function isTold({ resource }: Change): boolean {
  return TOLD_RESOURCES.has(resource);
}

export function idOf(change: Change): string {
  return change.op === "create" ? change.entity.id : change.id;
}

/** Enough to know what to read anew; the rest a reader asks for. */
export function dataOf(change: Change, { run_id }: Place): ServerEvent["data"] {
  const { op, resource } = change;
  const data: Record<string, unknown> = { op, resource, id: idOf(change), run_id };
  if (op === "delete") return data;
  const fields: object = op === "create" ? change.entity : change.set;
  for (const name of SHOWN) {
    if (Object.hasOwn(fields, name)) data[name] = Reflect.get(fields, name);
  }
  return data;
}

const SHOWN = ["name", "status", "updated"] as const;
