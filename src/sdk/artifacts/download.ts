// A file of the web, streamed once: http and https alone, no longer than allowed, never waiting for ever.
import { ZenError } from "../../domain/errors.js";
import { formatBytes } from "../../util/format-bytes.js";
import type { FileSource } from "../../artifacts/materializers/file-value.js";

export interface DownloadOptions {
  readonly fetch: typeof fetch;
  /** Bytes; more is refused. */
  readonly maxBytes: number;
  /** Milliseconds without a byte. */
  readonly patience: number;
  readonly signal?: AbortSignal | undefined;
}

const MOST_REDIRECTS = 5;
const REDIRECTS: readonly number[] = [301, 302, 303, 307, 308];

/** Errors: `invalid_input` for what is no address of the web. */
export function webAddress(text: string): URL {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url !== undefined && isWeb(url)) return url;
  throw new ZenError("invalid_input", `'${text}' is no address of the web.`, {
    hint: "Give one that begins with https:// or http://, or a file with --file.",
  });
}

/** Without what may be secret: user, password, query. */
export function publicAddress({ origin, pathname }: URL): string {
  return `${origin}${pathname}`;
}

export function webFile(url: URL, options: DownloadOptions): FileSource {
  const stream = () => download(url, options);
  return {
    name: fileName(url),
    localPath: undefined,
    stream,
    bytes: async () => {
      const chunks: Uint8Array[] = [];
      for await (const chunk of stream()) chunks.push(chunk);
      return new Uint8Array(Buffer.concat(chunks));
    },
  };
}

function fileName({ pathname, hostname }: URL): string {
  const last = pathname.split("/").findLast((part) => part !== "") ?? hostname;
  try {
    return decodeURIComponent(last).replace(/[/\\]/g, "_");
  } catch {
    return last;
  }
}

async function* download(url: URL, options: DownloadOptions): AsyncGenerator<Uint8Array> {
  const watch = new Patience(options);
  try {
    const response = await follow(url, options.fetch, watch);
    const announced = announcedSize(response);
    if (announced !== undefined && announced > options.maxBytes) throw tooLarge(url, options);
    let total = 0;
    for await (const chunk of response.body ?? []) {
      watch.again();
      total += chunk.length;
      if (total > options.maxBytes) throw tooLarge(url, options);
      yield chunk;
    }
    if (announced !== undefined && total !== announced) {
      throw failed(url, `it ended after ${total} of ${announced} bytes`);
    }
  } catch (error) {
    options.signal?.throwIfAborted();
    if (error instanceof ZenError) throw error;
    throw failed(url, watch.isOver ? `nothing came for ${options.patience} ms` : reasonOf(error));
  } finally {
    watch.end();
  }
}

async function follow(start: URL, get: typeof fetch, watch: Patience): Promise<Response> {
  let url = start;
  for (let count = 0; count <= MOST_REDIRECTS; count += 1) {
    const response = await get(url, { redirect: "manual", signal: watch.signal });
    watch.again();
    if (!REDIRECTS.includes(response.status)) return accepted(start, response);
    await response.body?.cancel();
    url = nextAddress(url, response.headers.get("location"));
  }
  throw failed(start, `it redirects more than ${MOST_REDIRECTS} times`);
}

/** From https to http anybody on the way could answer. */
function nextAddress(from: URL, location: string | null): URL {
  const to =
    location !== null && URL.canParse(location, from.href) ? new URL(location, from) : undefined;
  if (to !== undefined && isWeb(to) && (from.protocol === "http:" || to.protocol === "https:")) {
    return to;
  }
  throw failed(from, `it redirects to ${to === undefined ? "nowhere" : `'${to.protocol}//'`}`);
}

async function accepted(url: URL, response: Response): Promise<Response> {
  if (response.ok) return response;
  await response.body?.cancel();
  if (response.status === 404 || response.status === 410) {
    throw new ZenError("not_found", `There is nothing at ${publicAddress(url)}.`, {
      hint: "Open the address in a browser to see what it is now.",
    });
  }
  throw failed(url, `the server answered ${response.status} ${response.statusText}`.trim());
}

/** Of a body that was packed for the way, the size is not known. */
function announcedSize({ headers }: Response): number | undefined {
  const length = headers.get("content-length");
  return length === null || headers.has("content-encoding") ? undefined : Number(length);
}

function isWeb({ protocol }: URL): boolean {
  return protocol === "https:" || protocol === "http:";
}

/** Calls the download off when nothing comes for too long. */
class Patience {
  readonly signal: AbortSignal;
  readonly #timer: NodeJS.Timeout;
  isOver = false;

  constructor({ patience, signal }: DownloadOptions) {
    const controller = new AbortController();
    this.#timer = setTimeout(() => {
      this.isOver = true;
      controller.abort();
    }, patience);
    this.signal = AbortSignal.any([controller.signal, ...(signal === undefined ? [] : [signal])]);
  }

  again(): void {
    this.#timer.refresh();
  }

  end(): void {
    clearTimeout(this.#timer);
  }
}

function tooLarge(url: URL, { maxBytes }: DownloadOptions): ZenError {
  return new ZenError(
    "too_large",
    `${publicAddress(url)} is larger than ${formatBytes(maxBytes)}.`,
    { hint: "Download it with another program, and register the file with --file." },
  );
}

function failed(url: URL, reason: string): ZenError {
  return new ZenError(
    "artifact_unreadable",
    `${publicAddress(url)} could not be downloaded: ${reason}.`,
    { hint: "Try again; or download it with another program, and register it with --file." },
  );
}

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause instanceof Error ? error.cause.message : error.message;
}
