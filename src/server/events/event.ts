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
  return TOLD.some((one) => one === resource);
}

export function idOf(change: Change): string {
  return change.op === "create" ? change.entity.id : change.id;
}

/** Enough to know what to read anew; the rest a reader asks for. */
export function dataOf(change: Change, { run_id }: Place): ServerEvent["data"] {
  const { op, resource } = change;
  const fields: object = op === "delete" ? {} : op === "create" ? change.entity : change.set;
  const shown = SHOWN.flatMap((name) =>
    Object.hasOwn(fields, name) ? [[name, Reflect.get(fields, name)] as const] : [],
  );
  return { op, resource, id: idOf(change), run_id, ...Object.fromEntries(shown) };
}

const SHOWN = ["name", "status", "updated"] as const;
