// Reads a settings file with the full parser and says exactly what is wrong with it.
import { YAMLException, load } from "js-yaml";
import type * as z from "zod/mini";
import { ZenError } from "../domain/errors.js";
import { FORMAT_VERSION } from "./config-model.js";

/** Errors: `config_invalid` with file, line and column of every problem. */
export function parseConfig<Config>(
  text: string,
  file: string,
  schema: z.ZodMiniType<Config>,
): Config {
  const value = parseYaml(text, file);
  refuseNewer(value, file);
  const parsed = schema.safeParse(value, { reportInput: true });
  if (parsed.success) return parsed.data;
  const problems = parsed.error.issues.flatMap((issue) => describeIssue(issue, text, file));
  throw invalid(file, problems, parsed.error);
}

function parseYaml(text: string, file: string): unknown {
  try {
    return load(text, { filename: file });
  } catch (error) {
    if (!(error instanceof YAMLException)) throw error;
    const { line = 0, column = 0 } = error.mark ?? {};
    throw invalid(file, [`${file}:${line + 1}:${column + 1}: ${error.reason}`], error);
  }
}

function refuseNewer(value: unknown, file: string): void {
  if (typeof value !== "object" || value === null || !("version" in value)) return;
  const { version } = value;
  if (typeof version !== "number" || version <= FORMAT_VERSION) return;
  throw new ZenError(
    "config_invalid",
    `${file} was written by a newer ZenML: its format is ${version}, this one reads ${FORMAT_VERSION}.`,
    { hint: "npm install zenml@latest" },
  );
}

function describeIssue(issue: z.core.$ZodIssue, text: string, file: string): string[] {
  const keys = issue.code === "unrecognized_keys" ? issue.keys : [undefined];
  return keys.map((key) => {
    const path = key === undefined ? issue.path : [...issue.path, key];
    const { line, column } = locate(path, text);
    const message = key === undefined ? reasonOf(issue) : "unknown key";
    const name = path.length === 0 ? "" : `${path.join(".")}: `;
    return `${file}:${line}:${column}: ${name}${message}`;
  });
}

/** The schema library has no words of its own for these. */
function reasonOf(issue: z.core.$ZodIssue): string {
  switch (issue.code) {
    case "invalid_type":
      return issue.input === undefined ? "is missing" : `expected ${issue.expected}`;
    case "invalid_value":
      return `expected ${issue.values.map((value) => `'${String(value)}'`).join(" or ")}`;
    default:
      return issue.message;
  }
}

/** The first place where the path's last key is written; for lists, as often as the index says. */
function locate(path: readonly PropertyKey[], text: string): { line: number; column: number } {
  const key = path.findLast((part) => typeof part === "string");
  const index = path.findLast((part) => typeof part === "number") ?? 0;
  if (key === undefined) return { line: 1, column: 1 };
  const form = new RegExp(`^(?:\\s|-)*["']?${escapeForm(key)}["']?\\s*:`);
  const found = text.split("\n").flatMap((line, number) => (form.test(line) ? [number] : []));
  const number = found[index] ?? found[0] ?? 0;
  const column = text.split("\n")[number]?.indexOf(key) ?? 0;
  return { line: number + 1, column: Math.max(0, column) + 1 };
}

function escapeForm(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
}

function invalid(file: string, problems: readonly string[], cause: unknown): ZenError {
  const [first = "", ...others] = problems;
  const list = others.length === 0 ? ` ${first}` : problems.map((line) => `\n  - ${line}`).join("");
  return new ZenError("config_invalid", `The settings file cannot be read:${list}`, {
    hint: `Correct ${file}, or move it away to start anew. It was left as it is.`,
    details: { problems },
    cause,
  });
}
