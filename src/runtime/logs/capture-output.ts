// Attributes what code prints to the step that it runs in. One patch of the process's streams serves
// all steps at once: the step is found by its asynchronous context.
import { AsyncLocalStorage } from "node:async_hooks";
import type { LogLine } from "../step-task.js";
import { LineSplitter } from "./line-splitter.js";

type Stream = "stdout" | "stderr";

/** Takes the lines of one step while its function runs. */
export class StepOutput {
  readonly #splitters: Record<Stream, LineSplitter>;

  constructor(step: string, emit: (line: LogLine) => void, now: () => number = Date.now) {
    const splitter = (stream: Stream) =>
      new LineSplitter((text) => emit({ step, stream, text, time: now() }));
    this.#splitters = { stdout: splitter("stdout"), stderr: splitter("stderr") };
  }

  write(stream: Stream, text: string): void {
    this.#splitters[stream].push(text);
  }

  end(): void {
    this.#splitters.stdout.end();
    this.#splitters.stderr.end();
  }
}

const current = new AsyncLocalStorage<StepOutput>();

/** Runs code so that what it prints goes to `output`, wherever it awaits. */
export function withOutput<Result>(output: StepOutput, run: () => Result): Result {
  return current.run(output, run);
}

/** Patches the process's streams; returns how to undo it. Output outside of steps passes through. */
export function captureOutput(streams: Pick<NodeJS.Process, Stream> = process): () => void {
  const undo = [patch(streams.stdout, "stdout"), patch(streams.stderr, "stderr")];
  return () => {
    for (const restore of undo) restore();
  };
}

function patch(target: NodeJS.WriteStream, stream: Stream): () => void {
  const original = target.write;
  const decoder = new TextDecoder();
  const replacement = (
    chunk: string | Uint8Array,
    encoding?: BufferEncoding | Done,
    callback?: Done,
  ): boolean => {
    const output = current.getStore();
    if (output === undefined) return pass(target, original, { chunk, encoding, callback });
    output.write(
      stream,
      typeof chunk === "string" ? chunk : decoder.decode(chunk, { stream: true }),
    );
    const done = typeof encoding === "function" ? encoding : callback;
    if (done !== undefined) queueMicrotask(() => done());
    return true;
  };
  target.write = replacement;
  return () => {
    if (target.write === replacement) target.write = original;
  };
}

type Done = (error?: Error | null) => void;

interface Written {
  readonly chunk: string | Uint8Array;
  readonly encoding: BufferEncoding | Done | undefined;
  readonly callback: Done | undefined;
}

function pass(
  target: NodeJS.WriteStream,
  write: NodeJS.WriteStream["write"],
  written: Written,
): boolean {
  const { chunk, encoding, callback } = written;
  if (typeof encoding === "function") return write.call(target, chunk, undefined, encoding);
  return write.call(target, chunk, encoding, callback);
}
