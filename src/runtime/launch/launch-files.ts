// What a step and who launched it say to each other through files of one folder: what is to be done, and
// one line for each thing that the step has to say, in order.
import { existsSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { deserialize, serialize } from "node:v8";
import { formatLogLine, parseLogLine } from "../logs/log-format.js";
import type { LogLine } from "../step-task.js";
import type { FromWorker, ToWorker } from "../worker/protocol.js";

const TASK = "task";
const SAID = "said";
const CANCEL = "cancel";

export function saidFile(folder: string): string {
  return join(folder, SAID);
}

export function writeTask(folder: string, messages: readonly ToWorker[]): void {
  const file = join(folder, TASK);
  writeFileSync(`${file}.part`, serialize(messages));
  renameSync(`${file}.part`, file);
}

export function readTask(folder: string): readonly ToWorker[] {
  return deserialize(readFileSync(join(folder, TASK)));
}

export function askToCancel(folder: string): void {
  writeFileSync(join(folder, CANCEL), "");
}

export function isAskedToCancel(folder: string): boolean {
  return existsSync(join(folder, CANCEL));
}

/** What a line says: a message, or something that the step printed. */
export type Said = { readonly message: FromWorker } | { readonly line: LogLine };

const MESSAGE = "m";
const LINE = "l";

export function formatSaid(said: Said): string {
  if ("line" in said) return `${LINE}${formatLogLine(said.line)}`;
  return `${MESSAGE}${serialize(said.message).toString("base64")}\n`;
}

/** Undefined for a line that a crash cut off. */
export function parseSaid(text: string): Said | undefined {
  if (text.startsWith(LINE)) {
    const line = parseLogLine(text.slice(1));
    return line === undefined ? undefined : { line };
  }
  try {
    return { message: deserialize(Buffer.from(text.slice(1), "base64")) };
  } catch {
    return undefined;
  }
}
