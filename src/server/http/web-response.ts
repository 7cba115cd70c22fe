import type { Feed, Sink } from "./feed.js";
import type { WireAnswer } from "./recent-answers.js";
import { headersOf } from "./respond.js";
import type { Sent } from "./respond.js";

/** An answer as a web-standard response, for a caller in this process. */
export function webResponse(method: string, answer: WireAnswer, sent: Sent): Response {
  const { status, data } = answer;
  const headers = new Headers();
  const list = headersOf(answer, sent);
  for (let at = 0; at < list.length; at += 2) headers.append(list[at] ?? "", list[at + 1] ?? "");
  if (method === "HEAD") return new Response(null, { status, headers });
  const isFeed = typeof data === "object" && data !== null;
  return new Response(isFeed ? streamOf(data) : data, { status, headers });
}

/** A mark to count from: a feed itself ends what waits too long. */
const MARK = 1024 * 1024;

function streamOf(feed: Feed): ReadableStream<Uint8Array> {
  const strategy = { highWaterMark: MARK, size: (chunk: Uint8Array) => chunk.byteLength };
  return new ReadableStream<Uint8Array>(
    {
      start: (controller) => feed.begin(sinkOf(controller)),
      cancel: () => feed.cancel(),
    },
    strategy,
  );
}

function sinkOf(controller: ReadableStreamDefaultController<Uint8Array>): Sink {
  return {
    write: (bytes) => controller.enqueue(bytes),
    get waiting() {
      return MARK - (controller.desiredSize ?? MARK);
    },
    end: () => controller.close(),
  };
}
