// Params through whatever Standard Schema a person brought.
import { isDeepStrictEqual } from "node:util";
import type { StandardSchemaV1 } from "@standard-schema/spec";
import type { Json, JsonRecord } from "../../domain/entities/fields.js";
import { nearest } from "../../util/nearest.js";
import { isJson, isPlainRecord, joinPath, jsonProblems } from "./json-problems.js";
import { didYouMean } from "./problems.js";
import type { Problem } from "./problems.js";

export interface ValidatedParams {
  /** As the function receives them: defaults filled in, transformed. */
  readonly value: unknown;
  /** The same as JSON, to be stored and shown; where a transformed value is not JSON, what was given. */
  readonly json: JsonRecord;
  readonly problems: readonly Problem[];
}

type Given = Readonly<Record<string, unknown>>;

/** @param where begins each problem, e.g. `step 'train': ` */
export async function validateParams(
  schema: StandardSchemaV1 | undefined,
  given: Given,
  where: string,
): Promise<ValidatedParams> {
  const said = saidParams(given);
  const foreign = notJson(said, where);
  if (foreign.length > 0) return failed(foreign);
  if (schema === undefined) return withoutSchema(said, where);
  // Most validators answer at once; then a thousand steps wait for nothing.
  const answer = schema["~standard"].validate(said);
  const result = answer instanceof Promise ? await answer : answer;
  if (result.issues !== undefined)
    return failed(result.issues.map((issue) => fromIssue(issue, where)));
  const problems = await withoutEffect(schema, { said, value: result.value, where });
  return { value: result.value, json: jsonOf(result.value, said), problems };
}

/** For who cannot wait; that a mistyped param is told too takes `validateParams`. */
export function validateAtOnce(
  schema: StandardSchemaV1 | undefined,
  given: Given,
  where: string,
): ValidatedParams {
  const said = saidParams(given);
  const foreign = notJson(said, where);
  if (foreign.length > 0) return failed(foreign);
  if (schema === undefined) return withoutSchema(said, where);
  const answer = schema["~standard"].validate(said);
  if (answer instanceof Promise) {
    answer.catch(() => undefined);
    const text = `${where}the schema of the params answers later, and wiring waits for nothing`;
    return failed([problem(text, "Check in a step what takes time to check.")]);
  }
  if (answer.issues !== undefined)
    return failed(answer.issues.map((issue) => fromIssue(issue, where)));
  return { value: answer.value, json: jsonOf(answer.value, said), problems: [] };
}

function saidParams(given: Given): Given {
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
}

function withoutSchema(said: Given, where: string): ValidatedParams {
  const names = Object.keys(said).map((name) =>
    problem(`${where}there is no param '${name}', since no \`params\` schema is declared`),
  );
  return names.length > 0 ? failed(names) : { value: {}, json: {}, problems: [] };
}

function notJson(said: Given, where: string): readonly Problem[] {
  return jsonProblems(said).map(({ path, found }) =>
    problem(`${where}param '${path}' is ${found}, which is not JSON`, NOT_JSON_HINT),
  );
}

const NOT_JSON_HINT =
  "Give text or a number and let the schema turn it into the value, e.g. z.coerce.date(); data goes in as an input, returned from a step.";

function failed(problems: readonly Problem[]): ValidatedParams {
  return { value: undefined, json: {}, problems };
}

function problem(text: string, hint?: string): Problem {
  return { code: "params_invalid", text, hint };
}

function fromIssue(issue: StandardSchemaV1.Issue, where: string): Problem {
  const path = (issue.path ?? []).reduce<string>((before, segment) => {
    const key = typeof segment === "object" ? segment.key : segment;
    return typeof key === "number" ? `${before}[${key}]` : joinPath(before, String(key));
  }, "");
  const text = issue.message.replace(/\.$/, "");
  return problem(path === "" ? `${where}${text}` : `${where}param '${path}': ${text}`);
}

interface Checked {
  readonly said: Given;
  readonly value: unknown;
  readonly where: string;
}

/**
 * Most schemas drop keys that they do not know without a word. A given key that the result lacks, and
 * without which the result is the same, is a mistyped one.
 */
async function withoutEffect(
  schema: StandardSchemaV1,
  { said, value, where }: Checked,
): Promise<Problem[]> {
  if (!isPlainRecord(value)) return [];
  const known = Object.keys(value);
  const problems: Problem[] = [];
  for (const name of Object.keys(said).filter((key) => !known.includes(key))) {
    const { [name]: _, ...others } = said;
    const again = await schema["~standard"].validate(others);
    if (again.issues !== undefined || !isDeepStrictEqual(again.value, value)) continue;
    const likely = didYouMean(nearest(name, known));
    const listed = likely === "" && known.length > 0 ? ` (known: ${known.join(", ")})` : likely;
    problems.push(problem(`${where}there is no param '${name}'${listed}`));
  }
  return problems;
}

function jsonOf(value: unknown, said: Given): JsonRecord {
  const json = new Map<string, Json>();
  for (const [name, item] of Object.entries(isPlainRecord(value) ? value : said)) {
    const stored = isJson(item) ? item : said[name];
    if (isJson(stored)) json.set(name, stored);
  }
  return Object.fromEntries(json);
}
