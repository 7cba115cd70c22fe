// A run configuration comes from a file or from code that nobody type-checked. Strict: what is not
// known is refused, everything at once.
import type { z } from "zod/mini";
import type { JsonRecord } from "../domain/entities/fields.js";
import { settingsProblems } from "../stack/settings/settings-problems.js";
import { nearest } from "../util/nearest.js";
import { RunKeys, keysAt } from "./configuration/configuration-schema.js";
import type { StepKeys } from "./configuration/configuration-schema.js";
import type { RunConfiguration, StepRunConfiguration } from "./configuration/run-configuration.js";
import { isPlainRecord, joinPath, jsonProblems } from "./graph-checks/json-problems.js";
import { didYouMean, throwProblems } from "./graph-checks/problems.js";
import type { Problem } from "./graph-checks/problems.js";

export interface ConfigurationOrigin {
  /** Path of the file, for messages. */
  readonly file?: string | undefined;
  /** What stood in the file before variables were filled in: messages quote this, never their values. */
  readonly written?: unknown;
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
    const quoted = origin.written ?? value;
    throwProblems(
      subject,
      parsed.error.issues.flatMap((issue) => fromIssue(issue, quoted)),
    );
    return {};
  }
  const { run_name, schedule, failure_policy, steps, ...section } = parsed.data;
  const problems: Problem[] = [];
  const top = readSection(section, "", problems);
  const sections = Object.entries(steps ?? {}).map(([name, keys]) => [
    name,
    readStep(keys ?? {}, `steps.${name}`, problems),
  ]);
  const configuration = said({
    ...top,
    run_name,
    failure_policy,
    schedule: schedule && said(schedule),
    steps: steps ? Object.fromEntries(sections) : undefined,
  });
  throwProblems(subject, problems);
  return configuration;
}

/** The configuration that a run was started with, out of its record. */
export function readRecordedConfiguration(recorded: JsonRecord): RunConfiguration {
  const { layers: _, ...configuration } = recorded;
  return parseRunConfiguration(configuration);
}

function readStep(keys: StepKeys, path: string, problems: Problem[]): StepRunConfiguration {
  const { name, step_operator, experiment_tracker, outputs, ...section } = keys;
  const chosen = Object.entries(outputs ?? {}).map(([output, choice]) => {
    if (choice?.artifact_source) {
      const at = `${path}.outputs.${output}.artifact_source`;
      problems.push(problem(`${at}: the type of an artifact follows from its materializer`));
    }
    return [output, said({ materializer_source: choice?.materializer_source })];
  });
  return said({
    ...readSection(section, path, problems),
    name,
    step_operator,
    experiment_tracker,
    outputs: outputs ? Object.fromEntries(chosen) : undefined,
  });
}

type SectionKeys = Omit<StepKeys, "name" | "step_operator" | "experiment_tracker" | "outputs">;

function readSection(keys: SectionKeys, path: string, problems: Problem[]): StepRunConfiguration {
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
  const settings = record("settings");
  const wrong = settingsProblems(settings ?? {}, joinPath(path, "settings"));
  problems.push(...wrong.map((text) => problem(text)));
  const { enable_cache, retry, timeout, isolation, cache } = keys;
  return said({
    enable_cache,
    parameters: record("parameters") ?? record("params"),
    settings,
    extra: record("extra"),
    ...{ retry, timeout, isolation, cache },
  });
}

type Said<Keys> = { [Key in keyof Keys]?: Exclude<Keys[Key], null> };

/** What is neither null nor undefined. */
function said<Keys extends object>(keys: Keys): Said<Keys> {
  const entries = Object.entries(keys).filter(([, value]) => value !== undefined && value !== null);
  return Object.fromEntries(entries) as Said<Keys>; // filtered just above
}

function fromIssue(issue: z.core.$ZodIssue, value: unknown): readonly Problem[] {
  const path = issue.path.reduce<string>((before, key) => joinPath(before, String(key)), "");
  if (issue.code === "unrecognized_keys") {
    const known = keysAt(issue.path);
    return issue.keys.map((key) => {
      const likely = didYouMean(nearest(key, known));
      const listed = likely === "" ? ` (known: ${known.join(", ")})` : likely;
      return problem(`there is no key '${joinPath(path, key)}'${listed}`);
    });
  }
  const found = JSON.stringify(at(value, issue.path)) ?? "nothing";
  const text = `expected ${expected(issue)}, found ${shorten(found)}`;
  return [problem(path === "" ? text : `'${path}': ${text}`)];
}

function expected(issue: z.core.$ZodIssue): string {
  switch (issue.code) {
    case "invalid_type":
      return EXPECTED[issue.expected] ?? "something else";
    case "invalid_value":
      return `one of ${issue.values.map(String).join(", ")}`;
    case "too_small":
      if (issue.origin === "string") return "text";
      return `${issue.inclusive === true ? "at least" : "more than"} ${issue.minimum}`;
    case "too_big":
      return `at most ${issue.maximum}`;
    default:
      return "something else";
  }
}

const EXPECTED: Readonly<Record<string, string>> = {
  boolean: "true or false",
  string: "text",
  number: "a number",
  int: "a whole number",
  array: "a list",
  object: "keys and values",
  record: "keys and values",
};

function at(value: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce((inner, key) => {
    if (Array.isArray(inner)) return inner[Number(key)];
    return isPlainRecord(inner) ? inner[String(key)] : undefined;
  }, value);
}

function shorten(text: string): string {
  return text.length > 60 ? `${text.slice(0, 59)}…` : text;
}

function problem(text: string): Problem {
  return { code: "config_invalid", text, hint: "docs/guide/configuration.md lists every key." };
}
