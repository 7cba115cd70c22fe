// Takes plain lines of `console` at once. Node's own methods ask the debugger, the environment and the
// stream about each line, which costs more than all that is done with it.
import { currentScope } from "../execution/step-scope.js";
import type { Stream } from "../execution/step-scope.js";
import { isDebuggerOpen } from "../loader/debugger.js";

/** Where Node prints what they are given. */
const METHODS = {
  log: "stdout",
  info: "stdout",
  debug: "stdout",
  warn: "stderr",
  error: "stderr",
} as const satisfies Partial<Record<keyof Console, Stream>>;
const OPENING = ["group", "groupCollapsed"] as const;

/** A stream that steps print to. */
export interface CapturedStream {
  readonly target: NodeJS.WriteStream;
  /** Whether values other than text may be shown in colors there. */
  readonly hasColors: boolean;
  /** Not while other code stands in front of it, which is to see what is printed. */
  readonly isOurs: () => boolean;
}

/** Returns how to undo it. Whatever is not plain text goes through the streams as ever. */
export function captureConsole(
  streams: Readonly<Record<Stream, CapturedStream>>,
  target: Console = console,
): () => void {
  // A debugger shows what it is told by Node's own methods.
  if (isDebuggerOpen() || !printsTo(target, streams)) return () => undefined;
  const undo: (() => void)[] = [];
  let depth = 0;
  const count = (by: number) => () => (depth = Math.max(0, depth + by));
  for (const method of OPENING) undo.push(follow(target, method, count(1)));
  undo.push(follow(target, "groupEnd", count(-1)));
  for (const [method, stream] of Object.entries(METHODS)) {
    const { isOurs, hasColors } = streams[stream];
    const make =
      (original: Print) =>
      (...values: readonly unknown[]) => {
        const scope = currentScope();
        // Inside a group lines are indented.
        const text = scope === undefined || depth > 0 ? undefined : plainText(values, hasColors);
        if (scope === undefined || text === undefined || !isOurs()) return original(...values);
        scope.print(stream, `${text}\n`);
      };
    undo.push(replace(target, method, make));
  }
  return () => {
    for (const restore of undo) restore();
  };
}

type Print = (...values: readonly unknown[]) => void;

function replace(target: Console, method: string, make: (original: Print) => Print): () => void {
  const original: unknown = Reflect.get(target, method);
  if (typeof original !== "function") return () => undefined;
  const replacement = make((...values) => void Reflect.apply(original, target, values));
  Reflect.set(target, method, replacement);
  return () => {
    if (Reflect.get(target, method) === replacement) Reflect.set(target, method, original);
  };
}

function follow(target: Console, method: string, tell: () => void): () => void {
  return replace(target, method, (original) => (...values) => {
    original(...values);
    tell();
  });
}

/** Undefined for what needs formatting. */
function plainText(values: readonly unknown[], hasColors: boolean): string | undefined {
  const [first] = values;
  if (values.length === 1) return typeof first === "string" ? first : undefined;
  if (typeof first !== "string" || first.includes("%")) return undefined;
  let text = first;
  for (let at = 1; at < values.length; at += 1) {
    const value = values[at];
    const isPlainNumber = typeof value === "number" && !hasColors && !Object.is(value, -0);
    if (typeof value !== "string" && !isPlainNumber) return undefined;
    text += ` ${value}`;
  }
  return text;
}

/** Not where a test runner, say, has put a console of its own in its place. */
function printsTo(target: Console, streams: Readonly<Record<Stream, CapturedStream>>): boolean {
  return (
    Reflect.get(target, "_stdout") === streams.stdout.target &&
    Reflect.get(target, "_stderr") === streams.stderr.target
  );
}
