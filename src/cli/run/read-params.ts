// The params and configuration that a command line gives to a pipeline.
import { readFile } from "node:fs/promises";
import { resolve } from "node:path";
import type { Json, JsonRecord } from "../../domain/entities/fields.js";
import { Json as JsonSchema } from "../../domain/entities/fields.js";
import { ZenError } from "../../domain/errors.js";
import type { RunConfiguration } from "../../runtime/compiled-pipeline.js";
import { parseRunConfiguration } from "../../runtime/parse-run-configuration.js";

/** `trees=80` → `{ trees: 80 }`: JSON where it is some, text where not. Errors: `invalid_argument`, all at once. */
export function readParams(pairs: readonly string[]): JsonRecord {
  const wrong = pairs.filter((pair) => pair.indexOf("=") < 1);
  if (wrong.length > 0) {
    const quoted = wrong.map((pair) => `'${pair}'`).join(", ");
    throw new ZenError("invalid_argument", `A param is NAME=VALUE; found ${quoted}.`, {
      hint: "--param trees=80 --param name=forest",
    });
  }
  return Object.fromEntries(
    pairs.map((pair) => {
      const equals = pair.indexOf("=");
      return [pair.slice(0, equals), readValue(pair.slice(equals + 1))];
    }),
  );
}

function readValue(text: string): Json {
  try {
    return JsonSchema.parse(JSON.parse(text));
  } catch {
    return text;
  }
}

/** Errors: `config_invalid`, naming the file, and line and column where it is no YAML. */
export async function readRunConfiguration(
  file: string | undefined,
  cwd: string,
): Promise<RunConfiguration | undefined> {
  if (file === undefined) return undefined;
  const text = await readFile(resolve(cwd, file), "utf8").catch((cause: unknown) => {
    throw new ZenError("config_invalid", `The configuration file '${file}' cannot be read.`, {
      hint: "Give the path of a YAML or JSON file.",
      cause,
    });
  });
  const { load, YAMLException } = await import("js-yaml");
  try {
    return parseRunConfiguration(load(text) ?? {}, { file });
  } catch (error) {
    if (!(error instanceof YAMLException)) throw error;
    const place =
      error.mark === undefined ? file : `${file}:${error.mark.line + 1}:${error.mark.column + 1}`;
    throw new ZenError("config_invalid", `${place} is not YAML: ${error.reason}.`, {
      cause: error,
    });
  }
}
