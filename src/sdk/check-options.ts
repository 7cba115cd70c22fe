// Options of step(), pipeline() and their methods, for code that runs without a type check: what is
// not known or of a wrong kind is refused by name, everything at once.
import { ZenError } from "../domain/errors.js";
import { CacheSettings, FAILURE_POLICIES, ISOLATIONS, Retry } from "../domain/graph.js";
import { isPlainRecord } from "../runtime/graph-checks/json-problems.js";
import { didYouMean } from "../runtime/graph-checks/problems.js";
import { nearest } from "../util/nearest.js";

interface Kind {
  readonly words: string;
  accepts(value: unknown): boolean;
}

const text: Kind = { words: "text", accepts: (value) => typeof value === "string" };
const flag: Kind = { words: "true or false", accepts: (value) => typeof value === "boolean" };
const record: Kind = { words: "an object", accepts: isPlainRecord };
const callback: Kind = { words: "a function", accepts: (value) => typeof value === "function" };
const schema: Kind = {
  words: "a Standard Schema, e.g. of zod",
  accepts: (value) => hasMembers(value, ["~standard"]),
};
const materializers: Kind = {
  words: "an object of materializers",
  accepts: (value) =>
    isPlainRecord(value) &&
    Object.values(value).every((one) => hasMembers(one, ["name", "write", "read"])),
};
const signal: Kind = { words: "an AbortSignal", accepts: (value) => value instanceof AbortSignal };

const texts: Kind = {
  words: "a list of texts",
  accepts: (value) => Array.isArray(value) && value.every((one) => typeof one === "string"),
};
const textRecord: Kind = {
  words: "an object of texts",
  accepts: (value) =>
    isPlainRecord(value) && Object.values(value).every((one) => typeof one === "string"),
};
const duration: Kind = {
  words: "a number of seconds above 0",
  accepts: (value) => typeof value === "number" && value > 0,
};

type Kinds = Readonly<Record<string, Kind>>;

const retry: Kind = {
  words: "e.g. { max_retries: 3, delay: 1, backoff: 2, max_delay: 60, jitter: 0.2 }",
  accepts: (value) => Retry.safeParse(value).success,
};
const cache: Kind = {
  words: 'e.g. { files: ["data.csv"], environment: ["REGION"], ttl: 3600 }',
  accepts: (value) => CacheSettings.safeParse(value).success,
};

const CONFIGURATION = {
  enable_cache: flag,
  settings: record,
  extra: record,
  retry,
  timeout: duration,
  on_success: callback,
  on_failure: callback,
} satisfies Kinds;
export const STEP_CONFIGURATION = {
  ...CONFIGURATION,
  isolation: oneOf(ISOLATIONS),
  cache,
  step_operator: text,
  experiment_tracker: text,
} satisfies Kinds;
export const PIPELINE_CONFIGURATION = {
  ...CONFIGURATION,
  failure_policy: oneOf(FAILURE_POLICIES),
} satisfies Kinds;

export const STEP_OPTIONS: Kinds = {
  ...STEP_CONFIGURATION,
  params: schema,
  outputs: materializers,
  description: text,
};
const FOREIGN_OPTIONS: Kinds = {
  ...STEP_OPTIONS,
  inputs: materializers,
  env: textRecord,
  files: texts,
  heartbeat_timeout: duration,
};
export const COMMAND_OPTIONS: Kinds = { ...FOREIGN_OPTIONS, command: texts, folder: text };
export const PYTHON_OPTIONS: Kinds = {
  ...FOREIGN_OPTIONS,
  script: text,
  function: text,
  environment: record,
  keep_warm: flag,
};
export const ENVIRONMENT_OPTIONS: Kinds = {
  python: text,
  requirements: {
    words: "a file or a list of texts",
    accepts: (one) => text.accepts(one) || texts.accepts(one),
  },
  tool: { words: "'uv' or 'venv'", accepts: (one) => one === "uv" || one === "venv" },
};
const CHANGES = { name: text, params: record, description: text } satisfies Kinds;
export const STEP_CHANGES: Kinds = { ...STEP_CONFIGURATION, ...CHANGES };
export const PIPELINE_OPTIONS: Kinds = {
  ...PIPELINE_CONFIGURATION,
  params: schema,
  run_name: text,
  description: text,
};
export const PIPELINE_CHANGES: Kinds = { ...PIPELINE_CONFIGURATION, ...CHANGES, run_name: text };
export const COMPILE_OPTIONS: Kinds = { params: record, config: record };
export const RUN_OPTIONS: Kinds = {
  ...COMPILE_OPTIONS,
  name: text,
  enable_cache: flag,
  stack: text,
  schedule: record,
  unlisted: flag,
  resume: text,
  accept_changes: flag,
  signal,
  onEvent: callback,
};

/** Errors: `pipeline_invalid`. @param subject e.g. `step 'train'` */
export function checkOptions(subject: string, options: unknown, kinds: Kinds): void {
  if (!isPlainRecord(options)) {
    throw new ZenError("pipeline_invalid", `The options of ${subject} are not an object.`, {
      hint: `Known options: ${Object.keys(kinds).join(", ")}.`,
    });
  }
  const problems = Object.entries(options).flatMap(([name, value]) => {
    const kind = Object.hasOwn(kinds, name) ? kinds[name] : undefined;
    if (kind === undefined)
      return [`there is no '${name}'${didYouMean(nearest(name, Object.keys(kinds)))}`];
    return value === undefined || kind.accepts(value) ? [] : [`'${name}' is not ${kind.words}`];
  });
  if (problems.length === 0) return;
  throw new ZenError(
    "pipeline_invalid",
    `The options of ${subject} are not valid: ${problems.join("; ")}.`,
    {
      hint: `Known options: ${Object.keys(kinds).join(", ")}.`,
      details: { problems },
    },
  );
}

/** Of options that were checked those that `kinds` names; all else is left out. */
export function pickOptions<Options extends object, Key extends string>(
  options: Options,
  kinds: Readonly<Record<Key, Kind>>,
): Pick<Options, Key & keyof Options> {
  const picked = Object.entries(options).filter(([name]) => Object.hasOwn(kinds, name));
  return Object.fromEntries(picked) as Pick<Options, Key & keyof Options>; // these keys, and no others
}

/** Errors: `pipeline_invalid`. */
export function checkNameAndFunction(what: "step" | "pipeline", name: unknown, fn: unknown): void {
  const called = typeof name === "string" && name !== "" ? `${what} '${name}'` : `A ${what}`;
  if (typeof name !== "string" || name === "" || typeof fn !== "function") {
    const lacks = typeof fn === "function" ? "a name" : "a function";
    throw new ZenError("pipeline_invalid", `${capitalized(called)} was made without ${lacks}.`, {
      hint: `Write ${what}("name", () => …), or ${what}("name", { … }, () => …).`,
    });
  }
}

function oneOf(words: readonly string[]): Kind {
  return {
    words: words.map((word) => `'${word}'`).join(" or "),
    accepts: (value) => typeof value === "string" && words.includes(value),
  };
}

function capitalized(words: string): string {
  return words.charAt(0).toUpperCase() + words.slice(1);
}

function hasMembers(value: unknown, names: readonly string[]): boolean {
  const isHolder = (typeof value === "object" && value !== null) || typeof value === "function";
  return isHolder && names.every((name) => Reflect.has(value, name));
}
