// Says in words why two executions of a step have different cache keys. Pure.
import type { CacheParts } from "../domain/cache-parts.js";

type RecordPart = "code" | "packages" | "params" | "inputs" | "outputs" | "declared";

export interface CacheDifference {
  readonly part: RecordPart | "step" | "uncacheable" | "history";
  /** What differs within the part: a param, an input, `<file>:<declaration>`, … */
  readonly name: string;
  readonly change: "changed" | "added" | "removed";
  readonly before: string | null;
  readonly after: string | null;
  /** One line: `param 'trees': 50 -> 80`. */
  readonly message: string;
}

const RECORD_PARTS: readonly RecordPart[] = [
  "params",
  "inputs",
  "code",
  "packages",
  "outputs",
  "declared",
];

/**
 * What differs from the execution before; from the closest one when several are given. Empty: the same
 * key. A step that cannot be cached says why, whatever was before.
 */
export function explainCache(
  current: CacheParts,
  previous: CacheParts | readonly CacheParts[],
): CacheDifference[] {
  if (current.uncacheable !== null) return [uncacheable(current.uncacheable)];
  const comparable = asList(previous).filter((parts) => parts.uncacheable === null);
  if (comparable.length === 0) return [firstTime()];
  return comparable
    .map((parts) => differences(current, parts))
    .reduce((best, other) => (other.length < best.length ? other : best));
}

function asList(previous: CacheParts | readonly CacheParts[]): readonly CacheParts[] {
  return "code" in previous ? [previous] : previous;
}

function uncacheable(reason: string): CacheDifference {
  const message = `uncacheable: ${reason}`;
  return {
    part: "uncacheable",
    name: "",
    change: "changed",
    before: null,
    after: reason,
    message,
  };
}

function firstTime(): CacheDifference {
  const message = "no earlier execution of this step to compare with";
  return { part: "history", name: "", change: "added", before: null, after: null, message };
}

function differences(current: CacheParts, previous: CacheParts): CacheDifference[] {
  const found = RECORD_PARTS.flatMap((part) => recordDifferences(part, current, previous));
  if (current.step === previous.step) return found;
  const [before, after] = [previous.step ?? null, current.step ?? null];
  const message = `step '${before ?? ""}' is now '${after ?? ""}'`;
  return [{ part: "step", name: "step", change: "changed", before, after, message }, ...found];
}

function recordDifferences(
  part: RecordPart,
  current: CacheParts,
  previous: CacheParts,
): CacheDifference[] {
  const [now, then] = [current[part], previous[part]];
  const names = Object.keys({ ...then, ...now }).filter((name) => then[name] !== now[name]);
  return names.sort().map((name) => {
    const [before, after] = [then[name] ?? null, now[name] ?? null];
    const change = before === null ? "added" : after === null ? "removed" : "changed";
    const difference = { part, name, change, before, after } as const;
    return { ...difference, message: MESSAGES[part](difference) };
  });
}

type Unworded = Omit<CacheDifference, "message">;

const MESSAGES: Readonly<Record<RecordPart, (difference: Unworded) => string>> = {
  params: (one) => values(`param '${one.name}'`, one),
  inputs: ({ name, change }) =>
    change === "changed" ? `input '${name}' has other content` : `input '${name}' ${change}`,
  code: (one) => `code: ${codeName(one.name)} ${one.change}`,
  packages: (one) => values(`package '${one.name}'`, one).replace(": ", " "),
  outputs: (one) => values(`output '${one.name}'`, one),
  declared: declaredText,
};

/** `file NAME` or `environment NAME`: never with the value of a variable. */
function declaredText({ name, change, before, after }: Unworded): string {
  const space = name.indexOf(" ");
  const [kind, which] = [name.slice(0, space), name.slice(space + 1)];
  const what =
    kind === "environment" ? `environment variable '${which}'` : `declared file '${which}'`;
  if (change === "added") return `${what} was not declared before`;
  if (change === "removed") return `${what} is not declared any more`;
  if (isHash(before) && isHash(after)) {
    return kind === "environment" ? `${what} has another value` : `${what} has other content`;
  }
  const [then, now] = [stateText(before), stateText(after)];
  return then === now ? `${what} has other content` : `${what}: ${then} -> ${now}`;
}

function stateText(state: string | null): string {
  if (isHash(state)) return "there";
  return state?.replace(/, sha256:.*$/, "") ?? "nothing";
}

function values(what: string, { change, before, after }: Unworded): string {
  if (change === "added") return `${what} added: ${shown(after)}`;
  if (change === "removed") return `${what} removed, was ${shown(before)}`;
  if (isHash(before) && isHash(after)) return `${what} has another value`;
  return `${what}: ${shown(before)} -> ${shown(after)}`;
}

function isHash(text: string | null): boolean {
  return text?.startsWith("sha256:") ?? false;
}

function shown(text: string | null): string {
  return isHash(text) ? "a long value" : (text ?? "nothing");
}

/** `features.ts:clean` → `helper 'clean' (features.ts)`. */
function codeName(key: string): string {
  const colon = key.lastIndexOf(":");
  const [file, declaration] = [key.slice(0, colon), key.slice(colon + 1)];
  if (colon < 0) return key;
  const step = /^step\((.*)\)( #\d+)?$/.exec(declaration)?.[1];
  if (step !== undefined) return `step '${step}' (${file})`;
  if (declaration === "default" && !/\.[cm]?[jt]sx?$/.test(file)) return `file '${file}'`;
  // A label with a call, an assignment or a keyword is a statement, all else a declared name.
  const isStatement = /[^\p{L}\p{N}_$, ]|^(if|for|try|while|block)\b/u.test(
    declaration.replace(/ #\d+$/, ""),
  );
  return `${isStatement ? "statement" : "helper"} '${declaration}' (${file})`;
}
