// The params and configuration that a command line gives to a pipeline.
import { readFile } from "node:fs/promises";
import { resolve } from "node:path";
import type { Json, JsonRecord } from "../../domain/entities/fields.js";
import { Json as JsonSchema } from "../../domain/entities/fields.js";
import { ZenError } from "../../domain/errors.js";
import type { ReadConfiguration } from "../../runtime/configuration/read-configuration-file.js";
import type { Io } from "../framework/io.js";

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

/** Errors: `config_invalid` with every problem; line and column where the file is no YAML. */
export async function readRunConfiguration(
  file: string | undefined,
  { cwd, env }: Pick<Io, "cwd" | "env">,
): Promise<Partial<ReadConfiguration>> {
  if (file === undefined) return {};
  const text = await readFile(resolve(cwd, file), "utf8").catch((cause: unknown) => {
    throw new ZenError("config_invalid", `The configuration file '${file}' cannot be read.`, {
      hint: "Give the path of a YAML or JSON file.",
      cause,
    });
  });
  const { readConfigurationFile } =
    await import("../../runtime/configuration/read-configuration-file.js");
  return readConfigurationFile(text, { file, env });
}
