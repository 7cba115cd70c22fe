// `fetch` for servers whose certificates are looked at in another way: the platform's own cannot be told.
import { readFileSync } from "node:fs";
import type { IncomingMessage } from "node:http";
import { Agent, request as ask } from "node:https";
import { Readable } from "node:stream";
import { rootCertificates } from "node:tls";
import type { ServerTls } from "../../config/server-tls.js";
import { ZenError } from "../../domain/errors.js";
import type { ServerFetch } from "../../store/open.js";

/** Errors: `invalid_input` for a file that cannot be read. */
export function tlsFetch({ ca, verify }: ServerTls): ServerFetch {
  const agent = new Agent({
    keepAlive: true,
    rejectUnauthorized: verify,
    ...(ca === undefined ? {} : { ca: [...rootCertificates, readAuthorities(ca)] }),
  });
  return async (request) => {
    if (new URL(request.url).protocol !== "https:") return fetch(request);
    const body = request.body === null ? undefined : Buffer.from(await request.arrayBuffer());
    const answer = await new Promise<IncomingMessage>((resolve, reject) => {
      const asked = ask(
        request.url,
        {
          agent,
          method: request.method,
          headers: Object.fromEntries(request.headers),
          signal: request.signal,
        },
        resolve,
      );
      asked.once("error", reject);
      asked.end(body);
    });
    return responseOf(answer);
  };
}

const NO_BODY: readonly number[] = [204, 205, 304];

function responseOf(answer: IncomingMessage): Response {
  const status = answer.statusCode ?? 500;
  const headers = new Headers();
  for (const [name, values] of Object.entries(answer.headersDistinct)) {
    for (const value of values ?? []) headers.append(name, value);
  }
  if (NO_BODY.includes(status)) {
    answer.resume();
    return new Response(null, { status, headers });
  }
  // Both are web streams; the types of the platform and of Node know nothing of each other.
  const body = Readable.toWeb(answer) as unknown as ReadableStream<Uint8Array>;
  return new Response(body, { status, headers });
}

function readAuthorities(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new ZenError("invalid_input", `The file of authorities cannot be read: ${why}.`, {
      hint: "Name a file in PEM: zenml connect --url URL --ssl-ca FILE",
      cause,
    });
  }
}
