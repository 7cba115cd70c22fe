// What a file says of a server, or the text of one: YAML, of which JSON is a part.
import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import * as z from "zod/mini";
import { hasCode } from "../../config/file-error.js";
import { parseConfig } from "../../config/parse-config.js";
import { ZenError } from "../../domain/errors.js";

const text = z.optional(z.string());

const Written = z.strictObject({
  url: text,
  username: text,
  password: text,
  api_key: text,
  project: text,
  verify_ssl: z.optional(z.union([z.boolean(), z.string()])),
  ssl_ca: text,
  /** Taken from files of the old product; each call has a limit of its own here. */
  http_timeout: z.optional(z.number()),
  type: z.optional(z.literal("rest")),
});

export interface ConnectionFile {
  readonly url?: string | undefined;
  readonly username?: string | undefined;
  readonly password?: string | undefined;
  readonly api_key?: string | undefined;
  readonly project?: string | undefined;
  readonly verify_ssl?: boolean | undefined;
  readonly ssl_ca?: string | undefined;
}

/** Errors: `invalid_input` for a file that is not there, `config_invalid` with all problems. */
export function readConnection(given: string, cwd: string): ConnectionFile {
  const isText = /^\s*\{|:\s|\n/.test(given);
  const source = isText ? "--config" : resolve(cwd, given);
  const { verify_ssl, ssl_ca, ...rest } = parseConfig(
    isText ? given : readText(source),
    source,
    Written,
  );
  const { http_timeout: _timeout, type: _type, ...said } = rest;
  // The old product kept the file of authorities in the same place.
  if (typeof verify_ssl === "string") return { ...said, ssl_ca: ssl_ca ?? verify_ssl };
  return { ...said, verify_ssl, ssl_ca };
}

function readText(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch (cause) {
    const why = hasCode(cause, "ENOENT") ? "there is no such file" : String(cause);
    throw new ZenError("invalid_input", `The configuration '${file}' cannot be read: ${why}.`, {
      hint: "--config takes a file in YAML or JSON with url, username and so on, or its text.",
      cause,
    });
  }
}
