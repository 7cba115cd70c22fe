// What is known of a server that this machine started. A record says what was so when it was written:
// whether its process is there, `isRunning` tells.
import { readFileSync, rmSync } from "node:fs";
import * as z from "zod/mini";
import { hasCode } from "../../config/file-error.js";
import { replaceFile } from "../../config/write-file.js";

const Process = z.strictObject({
  pid: z.int().check(z.minimum(1)),
  /** What the system says of its start: an id that comes again has another one. Null: it cannot tell. */
  started: z.nullable(z.string()),
});
export type ServerProcess = z.infer<typeof Process>;

const Container = z.strictObject({
  /** The program that runs it. */
  engine: z.string(),
  name: z.string(),
  image: z.string(),
});
export type ServerContainer = z.infer<typeof Container>;

const Record = z.strictObject({
  version: z.literal(1),
  name: z.string(),
  host: z.string(),
  port: z.int(),
  /** As clients of this machine reach it. */
  url: z.string(),
  /** The profile whose store it serves; null where the environment named the store. */
  serves: z.nullable(z.string()),
  /** The profile by which it is used. */
  profile: z.nullable(z.string()),
  process: z.nullable(Process),
  container: z.nullable(Container),
});
export type ServerRecord = Omit<z.infer<typeof Record>, "version">;

/** Undefined where there is none, or none that can be read: it says nothing then. */
export function readRecord(file: string): ServerRecord | undefined {
  let text: string;
  try {
    text = readFileSync(file, "utf8");
  } catch (error) {
    if (hasCode(error, "ENOENT", "ENOTDIR")) return undefined;
    throw error;
  }
  const parsed = Record.safeParse(jsonOf(text));
  if (!parsed.success) return undefined;
  const { version: _version, ...record } = parsed.data;
  return record;
}

/** Errors: `forbidden`, `disk_full`. */
export function writeRecord(file: string, record: ServerRecord): void {
  replaceFile(file, `${JSON.stringify({ version: 1, ...record }, null, 2)}\n`, 0o600);
}

export function removeRecord(file: string): void {
  rmSync(file, { force: true });
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
