import type { IncomingMessage, ServerResponse } from "node:http";
import type { Feed } from "../http/feed.js";
import type { WireAnswer } from "../http/recent-answers.js";
import { headersOf } from "../http/respond.js";
import type { Sent } from "../http/respond.js";

/** Milliseconds in which a reader may take what was left for him when his feed ended. */
const FAREWELL = 10_000;
/** Bytes of a body that nobody wants any more, and that are read all the same: closing at once would lose the answer. */
const MOST_UNREAD = 1024 * 1024;

export function sendAnswer(outgoing: ServerResponse, answer: WireAnswer, sent: Sent): void {
  const { status, data } = answer;
  const headers = headersOf(answer, sent);
  if (typeof data === "object" && data !== null)
    return sendFeed(outgoing, data, { status, headers });
  // Answered before the body was read: what comes then must not take a connection for long.
  if (isMuchLeft(outgoing.req)) headers.push("Connection", "close");
  if (data === null || outgoing.req.method === "HEAD") {
    if (status !== 204) headers.push("Content-Length", String(Buffer.byteLength(data ?? "")));
    outgoing.writeHead(status, headers);
    outgoing.end();
  } else sendBody(outgoing, data, { status, headers });
}

/**
 * Head and body in one write, and the end when it is done: ending along with it makes Node write a list of
 * two, of which one is empty, and that takes a fifth of an answer's time.
 */
function sendBody(outgoing: ServerResponse, data: string, { status, headers }: Head): void {
  const size = Buffer.byteLength(data);
  headers.push("Content-Length", String(size));
  outgoing.writeHead(status, headers);
  // What has a byte for each letter need not be looked at again.
  outgoing.write(data, size === data.length ? "latin1" : "utf8");
  process.nextTick(() => outgoing.end());
}

function isMuchLeft({ complete, headers }: IncomingMessage): boolean {
  if (complete) return false;
  const { "content-length": length, "transfer-encoding": encoding } = headers;
  return length === undefined ? encoding !== undefined : Number(length) > MOST_UNREAD;
}

interface Head {
  readonly status: number;
  readonly headers: string[];
}

/** Its end is the connection's: so each event is one write of bytes that all readers share. */
function sendFeed(outgoing: ServerResponse, feed: Feed, { status, headers }: Head): void {
  outgoing.useChunkedEncodingByDefault = false;
  outgoing.writeHead(status, headers);
  outgoing.flushHeaders();
  outgoing.on("close", () => feed.cancel());
  outgoing.on("error", () => feed.cancel());
  feed.begin({
    write: (bytes) => void outgoing.write(bytes),
    get waiting() {
      return outgoing.writableLength;
    },
    end: () => {
      outgoing.end();
      setTimeout(() => outgoing.destroy(), FAREWELL).unref();
    },
  });
  if (outgoing.destroyed) feed.cancel();
}
