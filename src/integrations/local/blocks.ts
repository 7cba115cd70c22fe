// Content as blocks of a size that is worth a write: small chunks are gathered, large ones are cut.
import { ZenError } from "../../domain/errors.js";

export const BLOCK = 4 * 1024 * 1024;
const GATHERED = 1024 * 1024;

/** A block is only valid until the next one is asked for. */
export async function* blocksOf(
  content: Uint8Array | AsyncIterable<Uint8Array>,
  signal?: AbortSignal,
): AsyncGenerator<Uint8Array> {
  if (content instanceof Uint8Array) {
    yield* cut(content);
    return;
  }
  let gathered: Buffer | undefined;
  let filled = 0;
  for await (const chunk of abortable(content, signal)) {
    assertBytes(chunk);
    if (gathered !== undefined && filled + chunk.length > GATHERED) {
      yield gathered.subarray(0, filled);
      filled = 0;
    }
    if (filled + chunk.length > GATHERED) {
      yield* cut(chunk);
      continue;
    }
    gathered ??= Buffer.allocUnsafeSlow(GATHERED);
    gathered.set(chunk, filled);
    filled += chunk.length;
  }
  if (gathered !== undefined && filled > 0) yield gathered.subarray(0, filled);
}

function* cut(bytes: Uint8Array): Generator<Uint8Array> {
  for (let start = 0; start < bytes.length; start += BLOCK) {
    yield bytes.subarray(start, start + BLOCK);
  }
}

function assertBytes(chunk: unknown): void {
  if (chunk instanceof Uint8Array) return;
  throw new ZenError(
    "invalid_input",
    `a stream of content gave a ${typeof chunk} instead of bytes`,
    {
      hint: "Yield Uint8Array chunks: new TextEncoder().encode(text) for text.",
    },
  );
}

/** Ends with the signal's reason, also while the source is silent. */
async function* abortable<Item>(
  source: AsyncIterable<Item>,
  signal: AbortSignal | undefined,
): AsyncGenerator<Item> {
  if (signal === undefined) {
    yield* source;
    return;
  }
  const iterator = source[Symbol.asyncIterator]();
  let interrupt: (reason: unknown) => void = () => undefined;
  const onAbort = (): void => interrupt(signal.reason);
  signal.addEventListener("abort", onAbort);
  let finished = false;
  try {
    for (;;) {
      signal.throwIfAborted();
      const next = await new Promise<IteratorResult<Item>>((resolve, reject) => {
        interrupt = reject;
        iterator.next().then(resolve, reject);
      });
      if (next.done === true) {
        finished = true;
        return;
      }
      yield next.value;
    }
  } finally {
    signal.removeEventListener("abort", onAbort);
    // A silent source would never answer: it is told to stop, not waited for.
    if (!finished) iterator.return?.().catch(() => undefined);
  }
}
