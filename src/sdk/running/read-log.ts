// The lines of a run, wherever it was executed: from this machine, else from its artifact store, else as
// much of them as its record has.
import { existsSync } from "node:fs";
import type { Artifact } from "../../domain/entities/artifact.js";
import type { Run } from "../../domain/entities/run.js";
import { isZenError } from "../../domain/errors.js";
import { readRunLog, runLogFile } from "../../runtime/logs/run-log.js";
import { parseLogLine } from "../../runtime/logs/log-format.js";
import type { LogLine } from "../../runtime/step-task.js";
import { artifactStoreOf } from "../artifact-store-of.js";
import type { Session } from "../session.js";
import { keptLog, linesOf, tailOf } from "./kept-log.js";

export interface FoundLog {
  readonly lines: AsyncIterable<LogLine> | Iterable<LogLine>;
  /** Why these are not all; undefined: they are. */
  readonly missing: string | undefined;
}

/** `step`: lines of this one alone. */
export async function findLog(session: Session, run: Run, step?: string): Promise<FoundLog> {
  const { store, localFolder } = session;
  const file = runLogFile(localFolder, run.id);
  if (store.server === undefined || existsSync(file)) {
    return { lines: readRunLog(file, step), missing: undefined };
  }
  const kept = await keptLog(store, run.id);
  const isOfStep = (line: LogLine) => step === undefined || line.step === step;
  if (kept === undefined) return { lines: [], missing: undefined };
  if (kept.inline !== null) {
    return { lines: linesOf(kept.inline).filter(isOfStep), missing: undefined };
  }
  const bytes = await bytesOf(kept, session);
  if (bytes !== undefined) return { lines: linesIn(bytes, isOfStep), missing: undefined };
  const missing =
    `The log of run '${run.name}' lies in an artifact store that cannot be reached from here: ` +
    "these are its last lines.";
  return { lines: tailOf(kept).filter(isOfStep), missing };
}

/** Undefined: they cannot be read here. */
async function bytesOf(
  kept: Artifact,
  session: Session,
): Promise<AsyncIterable<Uint8Array> | undefined> {
  try {
    const store = await artifactStoreOf(kept, session);
    const { path } = kept;
    return path !== null && (await store.exists(path)) ? store.stream(path) : undefined;
  } catch (error) {
    if (isZenError(error)) return undefined;
    throw error;
  }
}

async function* linesIn(
  bytes: AsyncIterable<Uint8Array>,
  isWanted: (line: LogLine) => boolean,
): AsyncIterable<LogLine> {
  const decoder = new TextDecoder();
  let rest = "";
  for await (const chunk of bytes) {
    const texts = (rest + decoder.decode(chunk, { stream: true })).split("\n");
    rest = texts.pop() ?? "";
    for (const text of texts) {
      const line = parseLogLine(text);
      if (line !== undefined && isWanted(line)) yield line;
    }
  }
}
