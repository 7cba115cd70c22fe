import type { Asked, HeaderReader } from "./asked.js";

/** A web-standard request, of a caller in this process. */
export class WebRequest implements Asked {
  readonly method: string;
  readonly target: string;
  readonly headers: HeaderReader;
  readonly hasBody: boolean;
  readonly #request: Request;

  constructor(request: Request) {
    const { method, url, headers, body } = request;
    this.method = method;
    this.target = targetOf(url);
    this.headers = headers;
    this.hasBody = body !== null;
    this.#request = request;
  }

  async bytes(limit: number, onTooMany: () => Error): Promise<Uint8Array> {
    const { body } = this.#request;
    const chunks: Uint8Array[] = [];
    let size = 0;
    // What is not read is not waited for: leaving the loop cancels the rest.
    for await (const chunk of body ?? []) {
      size += chunk.byteLength;
      if (size > limit) throw onTooMany();
      chunks.push(chunk);
    }
    return Buffer.concat(chunks, size);
  }
}

/** Without taking the URL apart, which costs more than many an answer. */
function targetOf(url: string): string {
  const begin = url.indexOf("/", url.indexOf("//") + 2);
  if (begin === -1) return "/";
  const end = url.indexOf("#", begin);
  return end === -1 ? url.slice(begin) : url.slice(begin, end);
}
