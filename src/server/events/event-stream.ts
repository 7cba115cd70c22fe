// One reader's stream in the form of server-sent events.
import type { Feed, Sink } from "../http/feed.js";
import type { ServerEvent } from "./event.js";

/** What may wait for a reader who does not read. */
const MOST_WAITING = 1024 * 1024;

const encoder = new TextEncoder();
const BEAT = encoder.encode(":\n\n");
/** Every reader is sent the same bytes. */
const encoded = new WeakMap<ServerEvent, Uint8Array>();

export class EventStream implements Feed {
  readonly #epoch: string;
  readonly #onEnd: () => void;
  #sink: Sink | undefined;
  /** What is told before the reader's connection is there; undefined: it is, or was. */
  #early: Uint8Array[] | undefined = [];

  constructor(epoch: string, onEnd: () => void) {
    this.#epoch = epoch;
    this.#onEnd = onEnd;
  }

  begin(sink: Sink): void {
    const early = this.#early;
    this.#early = undefined;
    if (early === undefined) return sink.end();
    this.#sink = sink;
    for (const bytes of early) this.#send(bytes);
  }

  cancel(): void {
    this.#early = undefined;
    this.#sink = undefined;
    this.#onEnd();
  }

  /** In one write. */
  events(events: readonly ServerEvent[]): void {
    const parts = events.map((event) => encoded.get(event) ?? this.#encode(event));
    const [first] = parts;
    if (first !== undefined) this.#send(parts.length === 1 ? first : Buffer.concat(parts));
  }

  /** Who asked for more than is remembered, or reads too slowly, has to read anew. */
  reset(number: number): void {
    this.#send(encoder.encode(`id: ${this.#epoch}-${number}\nevent: reset\ndata: {}\n\n`));
  }

  ready(number: number): void {
    const id = `id: ${this.#epoch}-${number}\n`;
    this.#send(encoder.encode(`retry: 2000\n${id}event: ready\ndata: {}\n\n`));
  }

  /** Proxies close what says nothing for long. */
  beat(): void {
    this.#send(BEAT);
  }

  end(): void {
    const sink = this.#sink;
    this.#early = undefined;
    this.#sink = undefined;
    sink?.end();
  }

  #encode(event: ServerEvent): Uint8Array {
    const { number, kind, data } = event;
    const lines = `id: ${this.#epoch}-${number}\nevent: ${kind}\ndata: ${JSON.stringify(data)}\n\n`;
    const bytes = encoder.encode(lines);
    encoded.set(event, bytes);
    return bytes;
  }

  #send(bytes: Uint8Array): void {
    this.#early?.push(bytes);
    if (this.#sink === undefined) return;
    this.#sink.write(bytes);
    if (this.#sink === undefined || this.#sink.waiting < MOST_WAITING) return;
    // He comes back with the id of what he read last, and is given the rest or told to read anew.
    this.end();
    this.#onEnd();
  }
}
