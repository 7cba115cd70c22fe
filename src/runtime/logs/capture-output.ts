// Attributes what code prints to the step that it runs in. One patch of the process's streams serves
// all steps at once: the step is found by its asynchronous context.
import { currentScope, inScope, outOfScope } from "../execution/step-scope.js";
import type { Stream } from "../execution/step-scope.js";
import type { LogLine } from "../step-task.js";
import { captureConsole } from "./capture-console.js";
import type { CapturedStream } from "./capture-console.js";
import { LimitedLines } from "./limited-lines.js";
import { LineSplitter } from "./line-splitter.js";

/** Takes the lines of one step while its function runs. */
export class StepOutput {
  readonly #lines: LimitedLines;
  readonly #splitters: Record<Stream, LineSplitter>;
  readonly #emit: (line: LogLine) => void;

  constructor(step: string, emit: (line: LogLine) => void, now: () => number = Date.now) {
    // Who is told of a line may print it, to the very stream that it came from.
    this.#lines = new LimitedLines(step, (line) => outOfScope(() => emit(line)));
    this.#emit = this.#lines.emit;
    const splitter = (stream: Stream) =>
      new LineSplitter((text) => this.#emit({ step, stream, text, time: now() }));
    this.#splitters = { stdout: splitter("stdout"), stderr: splitter("stderr") };
  }

  /** Whole lines that did not come through a stream. */
  get line(): (line: LogLine) => void {
    return this.#emit;
  }

  write(stream: Stream, text: string): void {
    if (this.#lines.isFull) this.#lines.leaveOut(text.length);
    else this.#splitters[stream].push(text);
  }

  end(): void {
    this.#splitters.stdout.end();
    this.#splitters.stderr.end();
    this.#lines.end();
  }
}

/** Runs code so that what it prints goes to `output`, wherever it awaits. */
export function withOutput<Result>(output: StepOutput, run: () => Result): Result {
  const print = (stream: Stream, text: string): void => output.write(stream, text);
  return inScope({ print, fail: () => undefined }, run);
}

/** Patches the process's streams; returns how to undo it. Output outside of steps passes through. */
export function captureOutput(
  streams: Pick<NodeJS.Process, Stream> = process,
  own: Console = console,
): () => void {
  const stdout = patch(streams.stdout, "stdout");
  const stderr = patch(streams.stderr, "stderr");
  const undo = [captureConsole({ stdout, stderr }, own), stdout.restore, stderr.restore];
  return () => {
    for (const restore of undo) restore();
  };
}

interface PatchedStream extends CapturedStream {
  readonly restore: () => void;
}

function patch(target: NodeJS.WriteStream, stream: Stream): PatchedStream {
  const { write, restore } = patchWrite(target, stream);
  const undo = [restore, patchClosing(target, "end"), patchClosing(target, "destroy")];
  return {
    target,
    hasColors: target.isTTY || process.env["FORCE_COLOR"] !== undefined,
    isOurs: () => target.write === write,
    restore: () => {
      for (const one of undo) one();
    },
  };
}

type Write = NodeJS.WriteStream["write"];

function patchWrite(
  target: NodeJS.WriteStream,
  stream: Stream,
): { readonly write: Write; readonly restore: () => void } {
  const original = target.write;
  const decoder = new TextDecoder();
  const replacement = (
    chunk: string | Uint8Array,
    encoding?: BufferEncoding | Done,
    callback?: Done,
  ): boolean => {
    const scope = currentScope();
    if (scope === undefined) return pass(target, original, { chunk, encoding, callback });
    scope.print(
      stream,
      typeof chunk === "string" ? chunk : decoder.decode(chunk, { stream: true }),
    );
    const done = typeof encoding === "function" ? encoding : callback;
    if (done !== undefined) queueMicrotask(() => done());
    return true;
  };
  target.write = replacement;
  return {
    write: replacement,
    restore: () => {
      if (target.write === replacement) target.write = original;
    },
  };
}

/** A step that closes a stream closes it for itself: others print through it as well. */
function patchClosing(target: NodeJS.WriteStream, method: "end" | "destroy"): () => void {
  const original = target[method];
  const replacement = (...args: readonly unknown[]): unknown => {
    if (currentScope() === undefined) return Reflect.apply(original, target, args);
    const [last] = args;
    if (typeof last === "string" || last instanceof Uint8Array) target.write(last);
    return target;
  };
  Object.defineProperty(target, method, { value: replacement, writable: true, configurable: true });
  return () => {
    Object.defineProperty(target, method, { value: original, writable: true, configurable: true });
  };
}

type Done = (error?: Error | null) => void;

interface Written {
  readonly chunk: string | Uint8Array;
  readonly encoding: BufferEncoding | Done | undefined;
  readonly callback: Done | undefined;
}

function pass(target: NodeJS.WriteStream, write: Write, written: Written): boolean {
  const { chunk, encoding, callback } = written;
  if (typeof encoding === "function") return write.call(target, chunk, undefined, encoding);
  return write.call(target, chunk, encoding, callback);
}
