import { readFileSync } from "node:fs";
import { ZenError } from "../../../domain/errors.js";

/** The contents of a file that an option of the URL names. Errors: `invalid_input`. */
export function readTlsFile(
  options: ReadonlyMap<string, string>,
  name: string,
): string | undefined {
  const file = options.get(name);
  if (file === undefined) return undefined;
  try {
    return readFileSync(file, "utf8");
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new ZenError("invalid_input", `The file that ${name} names cannot be read: ${why}.`, {
      hint: `Check the option ${name} in the store's URL.`,
      cause,
    });
  }
}

const DEFAULT_SECONDS = 3;

/** Milliseconds after which a server that says nothing is given up. */
export function connectTimeout(options: ReadonlyMap<string, string>): number {
  const seconds = Number(options.get("connect_timeout"));
  return 1000 * (seconds > 0 ? seconds : DEFAULT_SECONDS);
}
