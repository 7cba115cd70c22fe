import type { IncomingMessage } from "node:http";
import { ZenError } from "../../domain/errors.js";
import type { Asked, HeaderReader } from "../http/asked.js";

/** A request as Node's listener brings it, read where it lies: web-standard ones cost more than an answer. */
export class NodeRequest implements Asked, HeaderReader {
  readonly method: string;
  readonly target: string;
  readonly #incoming: IncomingMessage;
  readonly #given: IncomingMessage["headers"];

  constructor(incoming: IncomingMessage) {
    this.#incoming = incoming;
    this.#given = incoming.headers;
    this.method = incoming.method ?? "GET";
    this.target = targetOf(incoming.url ?? "/");
  }

  get headers(): HeaderReader {
    return this;
  }

  get(name: string): string | null {
    return this.header(name.toLowerCase()) ?? null;
  }

  /** By a name in lower case. */
  readonly header = (name: string): string | undefined => {
    const given = this.#given[name];
    return Array.isArray(given) ? given.join(",") : given;
  };

  get hasBody(): boolean {
    const length = this.#given["content-length"];
    return length === undefined ? this.#given["transfer-encoding"] !== undefined : length !== "0";
  }

  bytes(limit: number, onTooMany: () => Error): Promise<Uint8Array> {
    const incoming = this.#incoming;
    return new Promise((resolve, reject) => {
      const chunks: Buffer[] = [];
      let size = 0;
      incoming.on("data", (chunk: Buffer) => {
        size += chunk.length;
        if (size <= limit) chunks.push(chunk);
        else reject(onTooMany());
      });
      incoming.on("end", () => {
        const [first] = chunks;
        resolve(first !== undefined && chunks.length === 1 ? first : Buffer.concat(chunks));
      });
      incoming.on("error", (cause) => reject(cutShort(cause)));
    });
  }
}

/** Proxies may name the host there too, which the header has said. */
function targetOf(url: string): string {
  if (url.startsWith("/")) return url;
  const [, target = ""] = /^https?:\/\/[^/?#]*(.*)$/i.exec(url) ?? [];
  return target.startsWith("/") ? target : `/${target}`;
}

function cutShort(cause: unknown): ZenError {
  return new ZenError("invalid_input", "The body ended before it was all there.", { cause });
}
