// Reads a settings file: the quick way when it is in the form that we write, else with all checks.
import { readFileSync } from "node:fs";
import type * as z from "zod/mini";
import { fileError, hasCode } from "./file-error.js";
import { readPlain } from "./plain-yaml.js";
import type { PlainDocument } from "./plain-yaml.js";

export interface ConfigForm<Config> {
  /** Undefined when the document is anything but what we write. */
  readonly fromPlain: (document: PlainDocument) => Config | undefined;
  readonly schema: () => Promise<z.ZodMiniType<Config>>;
}

/** Undefined when there is no file. Errors: `config_invalid`, `forbidden`. */
export async function readConfig<Config>(
  file: string,
  form: ConfigForm<Config>,
): Promise<Config | undefined> {
  const text = readText(file);
  if (text === undefined) return undefined;
  const plain = readPlain(text);
  const quick = plain === undefined ? undefined : form.fromPlain(plain);
  if (quick !== undefined) return quick;
  const { parseConfig } = await import("./parse-config.js");
  return parseConfig(text, file, await form.schema());
}

/** Undefined when there is no file. Errors: `forbidden`. */
export function readText(file: string): string | undefined {
  try {
    return readFileSync(file, "utf8");
  } catch (error) {
    if (hasCode(error, "ENOENT", "ENOTDIR")) return undefined;
    throw fileError(`read ${file}`, error);
  }
}

// What a name may be without being looked at more closely.
const SIMPLE_NAME = /^[A-Za-z0-9_](?:[A-Za-z0-9_. -]{0,80}[A-Za-z0-9_])?$/;

export function isSimpleName(value: unknown): value is string {
  return typeof value === "string" && SIMPLE_NAME.test(value);
}

export function hasExactly(record: object, keys: readonly string[]): boolean {
  const own = Object.keys(record);
  return own.length === keys.length && keys.every((key) => own.includes(key));
}
