// YAML files that a person names: read with their mistakes told, written whole or not at all.
import { readFile } from "node:fs/promises";
import { YAMLException, load } from "js-yaml";
import { ZenError } from "../../domain/errors.js";

/** Undefined when there is no such file. Errors: `invalid_input`, naming file, line and column. */
export async function readYamlFile(path: string, shown: string): Promise<unknown> {
  const text = await readFile(path, "utf8").catch((cause: unknown) => {
    if (isMissing(cause)) return undefined;
    throw new ZenError("invalid_input", `The file '${shown}' cannot be read.`, { cause });
  });
  if (text === undefined) return undefined;
  try {
    return load(text) ?? null;
  } catch (error) {
    if (!(error instanceof YAMLException)) throw error;
    const { line = 0, column = 0 } = error.mark ?? {};
    throw new ZenError(
      "invalid_input",
      `${shown}:${line + 1}:${column + 1} is not YAML: ${error.reason}.`,
      { hint: "zenml stack export writes a file that can be read.", cause: error },
    );
  }
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && "code" in error && error.code === "ENOENT";
}
