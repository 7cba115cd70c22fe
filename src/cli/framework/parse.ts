// Turns the words after a command's path into its arguments and flags, and reports every problem at
// once. Knows specs; not what any command does.
import { ZenError } from "../../domain/errors.js";
import { nearest } from "../../util/nearest.js";
import type { ArgSpec, Attribute, CommandSpec, FlagSpec } from "./command.js";
import { flagsOf, indexFlags, isFlagWord, splitFlag } from "./flag-index.js";
import type { FlagIndex, NamedFlag } from "./flag-index.js";

export interface Parsed {
  readonly args: Readonly<Record<string, unknown>>;
  readonly flags: Readonly<Record<string, unknown>>;
}

interface State {
  readonly index: FlagIndex;
  readonly spec: CommandSpec;
  readonly words: string[];
  readonly given: Map<string, unknown>;
  readonly attributes: Attribute[];
  readonly positional: string[];
  readonly problems: string[];
}

/** Errors: `invalid_argument` with all problems. */
export function parseArguments(
  spec: CommandSpec,
  words: readonly string[],
  env: NodeJS.ProcessEnv = {},
): Parsed {
  const specs = flagsOf(spec);
  const state: State = {
    index: indexFlags(specs),
    spec,
    words: [...words],
    given: new Map(),
    attributes: [],
    positional: [],
    problems: [],
  };
  if (spec.anyWords !== true) readWords(state);
  const args = assignArguments(state);
  const flags: Record<string, unknown> = { attributes: state.attributes };
  for (const [name, flag] of Object.entries(specs)) {
    flags[camelCase(name)] = flagValue(state, { name, spec: flag }, env);
  }
  if (state.problems.length > 0) throw usageError(spec, state.problems);
  return { args, flags };
}

function readWords(state: State): void {
  for (let word = state.words.shift(); word !== undefined; word = state.words.shift()) {
    if (word === "--") {
      state.positional.push(...state.words.splice(0));
    } else if (!isFlagWord(word)) {
      state.positional.push(word);
    } else if (word.startsWith("--")) {
      readLong(state, word);
    } else {
      readShort(state, word);
    }
  }
}

function readLong(state: State, word: string): void {
  const { flag, value } = splitFlag(word);
  const found = state.index.get(flag);
  if (found !== undefined) return take(state, found, flag, value);
  const negated = flag.startsWith("--no-") ? state.index.get(`--${flag.slice(5)}`) : undefined;
  if (negated?.spec.kind === "boolean" && value === undefined) {
    state.given.set(negated.name, false);
  } else if (state.spec.attributes === true) {
    const key = word.slice(2).split("=", 1)[0] ?? "";
    state.attributes.push({ key, value });
  } else {
    state.problems.push(unknownFlag(state, flag, value));
  }
}

function readShort(state: State, word: string): void {
  const { flag, value } = splitFlag(word);
  const found = state.index.get(flag);
  if (found !== undefined) return take(state, found, flag, value);
  const letter = state.index.get(word.slice(0, 2));
  if (letter === undefined) {
    state.problems.push(unknownFlag(state, flag, value));
  } else if (letter.spec.kind === "boolean") {
    state.given.set(letter.name, true);
    readShort(state, `-${word.slice(2)}`);
  } else {
    take(state, letter, word.slice(0, 2), word.slice(2));
  }
}

function take(state: State, flag: NamedFlag, word: string, inline: string | undefined): void {
  if (flag.spec.kind === "boolean") {
    const value = inline === undefined ? true : asBoolean(inline);
    if (value === undefined) state.problems.push(`${word} is true or false, not '${inline}'`);
    else state.given.set(flag.name, value);
    return;
  }
  const next = state.words[0];
  if (inline === undefined && (next === undefined || state.index.has(splitFlag(next).flag))) {
    state.problems.push(`${word} needs a value`);
    return;
  }
  const value = convert(state, flag.spec, word, inline ?? state.words.shift() ?? "");
  if (flag.spec.repeatable === true) {
    const before = state.given.get(flag.name);
    state.given.set(flag.name, Array.isArray(before) ? [...before, value] : [value]);
  } else {
    state.given.set(flag.name, value);
  }
}

function flagValue(state: State, flag: NamedFlag, env: NodeJS.ProcessEnv): unknown {
  const { spec } = flag;
  if (state.given.has(flag.name)) return state.given.get(flag.name);
  const variable = spec.env === undefined ? undefined : env[spec.env];
  if (spec.env !== undefined && variable !== undefined && variable !== "") {
    if (spec.kind === "boolean") return asBoolean(variable) ?? true;
    const value = convert(state, spec, spec.env, variable);
    return spec.repeatable === true ? [value] : value;
  }
  if (spec.kind === "boolean") return spec.tristate === true ? undefined : false;
  if (spec.required === true) state.problems.push(`--${flag.name} is missing`);
  return spec.repeatable === true ? [] : spec.default;
}

function convert(state: State, spec: FlagSpec, word: string, text: string): unknown {
  if (spec.kind === "choice" && !spec.values.includes(text)) {
    const close = nearest(text, spec.values);
    const suggestion = close === undefined ? "" : `; did you mean '${close}'?`;
    state.problems.push(`${word} is one of ${spec.values.join(", ")}, not '${text}'${suggestion}`);
  }
  if (spec.kind !== "number") return text;
  const value = text.trim() === "" ? Number.NaN : Number(text);
  const { minimum = -Infinity, maximum = Infinity } = spec;
  if (!Number.isInteger(value)) {
    state.problems.push(`${word} is a whole number, not '${text}'`);
  } else if (value < minimum || value > maximum) {
    const range = maximum === Infinity ? `at least ${minimum}` : `${minimum} to ${maximum}`;
    state.problems.push(`${word} is ${range}, not ${text}`);
  }
  return value;
}

function assignArguments(state: State): Record<string, unknown> {
  const args: Record<string, unknown> = {};
  const words = [...state.positional];
  for (const arg of state.spec.args ?? []) {
    const value = arg.repeatable === true ? words.splice(0) : words.shift();
    const isMissing = value === undefined || (Array.isArray(value) && value.length === 0);
    if (isMissing && arg.optional !== true) state.problems.push(`${placeholder(arg)} is missing`);
    args[camelCase(arg.name)] = value;
  }
  for (const word of words) state.problems.push(`unexpected argument '${word}'`);
  return args;
}

/** How an argument is written in usage lines. */
export function placeholder(arg: ArgSpec): string {
  return arg.name.toUpperCase();
}

function unknownFlag(state: State, flag: string, value: string | undefined): string {
  const visible = [...state.index].filter(([, { spec }]) => spec.hidden !== true);
  const close = nearest(
    flag,
    visible.flatMap(([word, { spec }]) => [
      word,
      ...(isNegatable(word, spec) ? [negated(word)] : []),
    ]),
  );
  if (close === undefined) return `unknown flag '${flag}'`;
  // The next word was probably meant as its value: no second problem.
  const next = state.words[0];
  const meant = state.index.get(close)?.spec;
  const takesValue = meant !== undefined && meant.kind !== "boolean" && value === undefined;
  if (takesValue && next !== undefined && !isFlagWord(next)) state.words.shift();
  return `unknown flag '${flag}'; did you mean '${close}'?`;
}

function isNegatable(word: string, { kind }: FlagSpec): boolean {
  return kind === "boolean" && word.startsWith("--");
}

function negated(word: string): string {
  return `--no-${word.slice("--".length)}`;
}

function usageError(spec: CommandSpec, problems: readonly string[]): ZenError {
  const name = `zenml ${spec.path.join(" ")}`;
  const [first = "", ...others] = problems;
  const message =
    others.length === 0 ? `${name}: ${first}` : `${name}:\n  - ${problems.join("\n  - ")}`;
  return new ZenError("invalid_argument", message, {
    hint: `${name} --help`,
    details: { problems },
  });
}

function asBoolean(text: string): boolean | undefined {
  if (["true", "1", "yes", "on"].includes(text.toLowerCase())) return true;
  if (["false", "0", "no", "off"].includes(text.toLowerCase())) return false;
  return undefined;
}

function camelCase(name: string): string {
  return name.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase());
}
