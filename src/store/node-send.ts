// Sends requests to a server by Node's own client: a third of the work that `fetch` makes of one, which is
// felt where a run records its steps one after the other.
import { request as askPlain } from "node:http";
import type { IncomingMessage } from "node:http";
import { request as askSecure } from "node:https";
import type { Answered, Outgoing, Send } from "./send.js";

/** Connections are kept and used again, as the platform's agents do. */
export const nodeSend: Send = (outgoing: Outgoing) =>
  new Promise((resolve, reject) => {
    const { url, method, body, timeout } = outgoing;
    const { protocol, hostname, host, port, pathname, search } = new URL(url);
    const ask = protocol === "https:" ? askSecure : askPlain;
    const place = { host: hostname.replace(/^\[|\]$/g, ""), port, path: pathname + search };
    let asking: { destroy(error: Error): unknown };
    // A signal of the platform would cost half as much as the request.
    const late = setTimeout(() => asking.destroy(timedOut(timeout)), timeout);
    const asked = ask({ ...place, method, headers: headersOf(outgoing, host) }, (answer) => {
      asking = answer;
      resolve(answeredBy(answer));
    });
    asking = asked;
    asked.once("error", reject);
    asked.once("close", () => clearTimeout(late));
    asked.end(body ?? undefined);
  });

/** Names and values in turn, which Node takes as they are. */
function headersOf({ headers, body }: Outgoing, host: string): readonly string[] {
  const list = ["Host", host, ...Object.entries(headers).flat()];
  if (body !== null) list.push("Content-Length", String(Buffer.byteLength(body)));
  return list;
}

function timedOut(milliseconds: number): Error {
  return new DOMException(`No answer came within ${milliseconds} ms.`, "TimeoutError");
}

function answeredBy(answer: IncomingMessage): Answered {
  return {
    status: answer.statusCode ?? 500,
    headers: { get: (name) => answer.headersDistinct[name.toLowerCase()]?.join(", ") ?? null },
    text: () => textOf(answer),
  };
}

/** Fails when the answer ends in the middle. */
function textOf(answer: IncomingMessage): Promise<string> {
  return new Promise((resolve, reject) => {
    const parts: Buffer[] = [];
    answer.on("data", (part: Buffer) => parts.push(part));
    answer.once("end", () => resolve(parts.length === 0 ? "" : Buffer.concat(parts).toString()));
    answer.once("error", reject);
  });
}
