// The log of a run as others may read it: an artifact of the run, its bytes in the run's artifact store and
// its end in the record, where whoever reaches the server reads it.
import { randomUUID } from "node:crypto";
import { createReadStream } from "node:fs";
import { readFile, stat } from "node:fs/promises";
import type { ArtifactStore } from "../../artifacts/artifact-store.js";
import { hasErrorCode } from "../../artifacts/error-code.js";
import type { Change } from "../../domain/change.js";
import type { Artifact } from "../../domain/entities/artifact.js";
import { parseLogLine } from "../../runtime/logs/log-format.js";
import type { LogLine } from "../../runtime/step-task.js";
import type { ZenStore } from "../../store/zen-store.js";

/** Name of the artifact. */
export const RUN_LOG = "run_log";

/** Bytes; longer logs lie in the artifact store, with this much of their end in the record. */
const KEPT_INLINE = 4096;
const TAIL = 16 * 1024;

export interface KeepLogParts {
  readonly store: ZenStore;
  readonly run: { readonly id: string };
  /** Where its lines lie on this machine. */
  readonly file: string;
  /** Opened when the log is too long for the record. */
  readonly openStore: () => Promise<{ readonly id: string; readonly store: ArtifactStore }>;
}

/** A run that goes on has one log: what was kept before is replaced. Nothing where nothing was printed. */
export async function keepLog({ store, run, file, openStore }: KeepLogParts): Promise<void> {
  const size = await sizeOf(file);
  if (size === 0) return;
  const place = size > KEPT_INLINE ? await stored(file, openStore) : await inline(file);
  const now = new Date().toISOString();
  const { user_id, project_id } = store.scope;
  const entity: Artifact = {
    id: randomUUID(),
    ...{ created: now, updated: now, project_id, user_id },
    ...{ name: RUN_LOG, step_id: null, run_id: run.id },
    ...{ materializer: "bytes", data_type: "Log", media_type: "application/jsonl" },
    ...place,
  };
  const before = await keptLog(store, run.id);
  const old: Change[] =
    before === undefined ? [] : [{ op: "delete", resource: "artifact", id: before.id }];
  await store.commit([...old, { op: "create", resource: "artifact", entity }]);
}

/** The record of a kept log; undefined when there is none. */
export async function keptLog(store: ZenStore, run_id: string): Promise<Artifact | undefined> {
  const filters = [
    { field: "run_id", operator: "eq", value: run_id },
    { field: "name", operator: "eq", value: RUN_LOG },
  ] as const;
  return (await store.artifacts.listWhole({ filters, limit: 1 })).items[0];
}

/** The lines of the end of a long log. */
export function tailOf({ metadata }: Artifact): readonly LogLine[] {
  const text = metadata["tail"];
  return typeof text === "string" ? linesOf(text) : [];
}

export function linesOf(text: string): readonly LogLine[] {
  return text.split("\n").flatMap((line) => parseLogLine(line) ?? []);
}

type Place = Pick<
  Artifact,
  "content_hash" | "size" | "path" | "metadata" | "preview" | "inline" | "artifact_store_id"
>;

async function inline(file: string): Promise<Place> {
  const bytes = await readFile(file);
  const digest = await crypto.subtle.digest("SHA-256", bytes);
  return {
    content_hash: `sha256:${Buffer.from(digest).toString("hex")}`,
    size: bytes.length,
    ...{ path: null, artifact_store_id: null, metadata: {}, preview: null },
    inline: bytes.toString("utf8"),
  };
}

async function stored(file: string, openStore: KeepLogParts["openStore"]): Promise<Place> {
  const { id, store } = await openStore();
  const bytes = await store.write(createReadStream(file));
  const tail = await tailIn(file, bytes.size);
  return { ...bytes, artifact_store_id: id, metadata: { tail }, preview: null, inline: null };
}

async function tailIn(file: string, size: number): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of createReadStream(file, { start: Math.max(0, size - TAIL) })) {
    chunks.push(chunk);
  }
  const text = Buffer.concat(chunks).toString("utf8");
  // Its first line was cut.
  return text.slice(text.indexOf("\n") + 1);
}

async function sizeOf(file: string): Promise<number> {
  try {
    return (await stat(file)).size;
  } catch (error) {
    if (hasErrorCode(error, "ENOENT")) return 0;
    throw error;
  }
}
