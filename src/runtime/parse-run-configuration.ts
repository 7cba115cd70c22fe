// A run configuration comes from a file or from code that nobody type-checked. Strict: what is not
// known is refused, everything at once.
import * as z from "zod/mini";
import type { JsonRecord } from "../domain/entities/fields.js";
import { nearest } from "../util/nearest.js";
import type { RunConfiguration, StepRunConfiguration } from "./compiled-pipeline.js";
import { isPlainRecord, joinPath, jsonProblems } from "./graph-checks/json-problems.js";
import { didYouMean, throwProblems } from "./graph-checks/problems.js";
import type { Problem } from "./graph-checks/problems.js";

// An empty section of a YAML file is null.
const Section = z.nullish(z.record(z.string(), z.unknown()));
const STEP_KEYS = {
  enable_cache: z.nullish(z.boolean()),
  parameters: Section,
  /** The same as `parameters`. */
  params: Section,
  settings: Section,
  extra: Section,
};
const StepKeys = z.strictObject(STEP_KEYS);
const RunKeys = z.strictObject({
  run_name: z.nullish(z.string()),
  ...STEP_KEYS,
  steps: z.nullish(z.record(z.string(), z.nullish(StepKeys))),
});
type StepKeys = z.infer<typeof StepKeys>;

const RUN_KEYS = ["run_name", "enable_cache", "parameters", "settings", "extra", "steps"];
const KEYS_OF_A_STEP = ["enable_cache", "parameters", "settings", "extra"];

export interface ConfigurationOrigin {
  /** Path of the file, for messages. */
  readonly file?: string | undefined;
}

/** Errors: `config_invalid`, naming every problem with its place. */
export function parseRunConfiguration(
  value: unknown,
  origin: ConfigurationOrigin = {},
): RunConfiguration {
  const subject =
    origin.file === undefined ? "The run configuration" : `The run configuration '${origin.file}'`;
  const parsed = RunKeys.safeParse(value ?? {});
  if (!parsed.success) {
    throwProblems(
      subject,
      parsed.error.issues.flatMap((issue) => fromIssue(issue, value)),
    );
    return {};
  }
  const { run_name, steps, ...section } = parsed.data;
  const problems: Problem[] = [];
  const configuration = {
    ...readSection(section, "", problems),
    run_name: run_name ?? undefined,
    steps: Object.fromEntries(
      Object.entries(steps ?? {}).map(([name, keys]) => [
        name,
        readSection(keys ?? {}, `steps.${name}`, problems),
      ]),
    ),
  };
  throwProblems(subject, problems);
  return configuration;
}

function readSection(keys: StepKeys, path: string, problems: Problem[]): StepRunConfiguration {
  if (keys.parameters && keys.params) {
    problems.push(
      problem(`${joinPath(path, "params")} and \`parameters\` mean the same: keep one`),
    );
  }
  const record = (key: "parameters" | "params" | "settings" | "extra"): JsonRecord | undefined => {
    const given = keys[key] ?? undefined;
    const found = jsonProblems(given ?? {});
    for (const one of found) {
      problems.push(
        problem(`${joinPath(joinPath(path, key), one.path)} is ${one.found}, which is not JSON`),
      );
    }
    return found.length === 0 ? (given as JsonRecord | undefined) : undefined; // checked just above
  };
  return {
    enable_cache: keys.enable_cache ?? undefined,
    parameters: record("parameters") ?? record("params"),
    settings: record("settings"),
    extra: record("extra"),
  };
}

function fromIssue(issue: z.core.$ZodIssue, value: unknown): readonly Problem[] {
  const path = issue.path.reduce<string>((before, key) => joinPath(before, String(key)), "");
  if (issue.code === "unrecognized_keys") {
    const known = path === "" ? RUN_KEYS : KEYS_OF_A_STEP;
    return issue.keys.map((key) => {
      const likely = didYouMean(nearest(key, known));
      const listed = likely === "" ? ` (known: ${known.join(", ")})` : likely;
      return problem(`there is no key '${joinPath(path, key)}'${listed}`);
    });
  }
  const expected = issue.code === "invalid_type" ? EXPECTED[issue.expected] : undefined;
  const found = JSON.stringify(at(value, issue.path)) ?? "nothing";
  const text = `expected ${expected ?? "something else"}, found ${shorten(found)}`;
  return [problem(path === "" ? text : `'${path}': ${text}`)];
}

const EXPECTED: Readonly<Record<string, string>> = {
  boolean: "true or false",
  string: "text",
  object: "keys and values",
  record: "keys and values",
};

function at(value: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce(
    (inner, key) => (isPlainRecord(inner) ? inner[String(key)] : undefined),
    value,
  );
}

function shorten(text: string): string {
  return text.length > 60 ? `${text.slice(0, 59)}…` : text;
}

function problem(text: string): Problem {
  return { code: "config_invalid", text, hint: "docs/guide/configuration.md lists every key." };
}
