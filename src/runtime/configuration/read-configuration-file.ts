// The text of a `run.yaml` (or of JSON, which is YAML): parsed, variables filled in, checked.
import { CORE_SCHEMA, Type, YAMLException, load } from "js-yaml";
import { ZenError } from "../../domain/errors.js";
import { throwProblems } from "../graph-checks/problems.js";
import { parseRunConfiguration } from "../parse-run-configuration.js";
import { PlainText, asWritten, fillVariables } from "./fill-variables.js";
import { keyLines } from "./key-lines.js";
import type { RunConfiguration } from "./run-configuration.js";

/** Where the values of a configuration stand. */
export interface ConfigurationFile {
  readonly file: string;
  /** Path of a key → its line, from 1. */
  readonly lines: Readonly<Record<string, number>>;
  /** Path of a value → the environment variables that it was made of. */
  readonly variables: Readonly<Record<string, string[]>>;
}

export interface ReadConfiguration {
  readonly configuration: RunConfiguration;
  readonly source: ConfigurationFile;
}

/** Dates stay the text that they are: params take text. */
const SCHEMA = CORE_SCHEMA.extend({
  implicit: [
    new Type("tag:yaml.org,2002:merge", {
      kind: "scalar",
      resolve: (text: unknown) => text === "<<" || text === null,
    }),
    new Type("tag:zenml:variable", {
      kind: "scalar",
      resolve: (text: unknown) => typeof text === "string" && /^\$\{[^{}]*\}$/.test(text),
      construct: (text: string) => new PlainText(text),
    }),
  ],
});

/** Errors: `config_invalid` with every problem; line and column where it is no YAML. */
export function readConfigurationFile(
  text: string,
  { file, env }: { readonly file: string; readonly env: NodeJS.ProcessEnv },
): ReadConfiguration {
  const document = loadYaml(text, file);
  const { value, problems, variables } = fillVariables(document, env);
  throwProblems(
    `The run configuration '${file}'`,
    problems.map((problem) => ({ code: "config_invalid", text: problem, hint: VARIABLES_HINT })),
  );
  const configuration = parseRunConfiguration(value ?? {}, { file, written: asWritten(document) });
  return { configuration, source: { file, lines: keyLines(text), variables } };
}

const VARIABLES_HINT = "Set it, or give a default: ${NAME:-default}.";

function loadYaml(text: string, file: string): unknown {
  try {
    return load(text, { schema: SCHEMA }) ?? {};
  } catch (error) {
    if (!(error instanceof YAMLException)) throw error;
    const { mark, reason } = error;
    const place = mark === undefined ? file : `${file}:${mark.line + 1}:${mark.column + 1}`;
    throw new ZenError("config_invalid", `${place} is not YAML: ${reason}.`, { cause: error });
  }
}
