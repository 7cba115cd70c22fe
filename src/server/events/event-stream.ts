// One reader's stream in the form of server-sent events.
import type { ServerEvent } from "./event.js";

/** What may wait for a reader who does not read. */
const MOST_WAITING = 1024 * 1024;

const encoder = new TextEncoder();
/** Every reader is sent the same bytes. */
const encoded = new WeakMap<ServerEvent, Uint8Array>();

export class EventStream {
  readonly body: ReadableStream<Uint8Array>;
  readonly #epoch: string;
  readonly #onEnd: () => void;
  #controller: ReadableStreamDefaultController<Uint8Array> | undefined;

  constructor(epoch: string, onEnd: () => void) {
    this.#epoch = epoch;
    this.#onEnd = onEnd;
    const strategy = { highWaterMark: MOST_WAITING, size: (chunk: Uint8Array) => chunk.byteLength };
    this.body = new ReadableStream(
      {
        start: (controller) => void (this.#controller = controller),
        cancel: () => {
          this.#controller = undefined;
          onEnd();
        },
      },
      strategy,
    );
  }

  event(event: ServerEvent): void {
    this.#send(encoded.get(event) ?? this.#encode(event));
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
    this.#send(encoder.encode(":\n\n"));
  }

  end(): void {
    this.#controller?.close();
    this.#controller = undefined;
  }

  #encode(event: ServerEvent): Uint8Array {
    const { number, kind, data } = event;
    const lines = `id: ${this.#epoch}-${number}\nevent: ${kind}\ndata: ${JSON.stringify(data)}\n\n`;
    const bytes = encoder.encode(lines);
    encoded.set(event, bytes);
    return bytes;
  }

  #send(bytes: Uint8Array): void {
    if (this.#controller === undefined) return;
    this.#controller.enqueue(bytes);
    if ((this.#controller.desiredSize ?? 0) > 0) return;
    // He comes back with the id of what he read last, and is given the rest or told to read anew.
    this.end();
    this.#onEnd();
  }
}
