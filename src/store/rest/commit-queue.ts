// Changes on their way to a server: one request after the other, in the order of the calls, since what is
// sent again must not come after what was called later. What is called meanwhile goes together.
import type { Change } from "../../domain/change.js";
import { isZenError } from "../../domain/errors.js";

interface Waiting {
  readonly changes: readonly Change[];
  /** Its JSON, without the brackets. */
  readonly text: string;
  readonly done: () => void;
  readonly failed: (error: unknown) => void;
}

export interface SentChanges {
  readonly changes: readonly Change[];
  /** The body of the request. */
  readonly text: string;
}

/** More go into two requests. */
const MOST_CHANGES = 512;
const MOST_CHARACTERS = 256 * 1024;
/** Characters of one call; a server takes 32 MiB, and a character is up to three bytes of it. */
const MOST_TOGETHER = 8 * 1024 * 1024;

export class CommitQueue {
  readonly #send: (sent: SentChanges) => Promise<void>;
  #waiting: Waiting[] = [];
  #isSending = false;

  constructor(send: (sent: SentChanges) => Promise<void>) {
    this.#send = send;
  }

  /**
   * Resolves when the server has the changes. What is too much for one request goes by its parts, in their
   * order; none is sent after one that was refused. Errors: those of `send`, of these changes alone.
   */
  add(changes: readonly Change[], parts: readonly (readonly Change[])[] = []): Promise<void> {
    const text = JSON.stringify(changes).slice(1, -1);
    if (text.length > MOST_TOGETHER && parts.length > 1) return this.#addParts(parts);
    return new Promise((done, failed) => {
      this.#waiting.push({ changes, text, done, failed });
      if (!this.#isSending) void this.#sendAll();
    });
  }

  async #addParts(parts: readonly (readonly Change[])[]): Promise<void> {
    for (const part of parts) await this.add(part);
  }

  async #sendAll(): Promise<void> {
    this.#isSending = true;
    // What is called in the same turn goes along.
    await Promise.resolve();
    while (this.#waiting.length > 0) await this.#together(this.#take());
    this.#isSending = false;
  }

  #take(): readonly Waiting[] {
    let [changes, characters, count] = [0, 0, 0];
    for (const one of this.#waiting) {
      changes += one.changes.length;
      characters += one.text.length;
      if (count > 0 && (changes > MOST_CHANGES || characters > MOST_CHARACTERS)) break;
      count += 1;
    }
    return this.#waiting.splice(0, count);
  }

  async #together(calls: readonly Waiting[]): Promise<void> {
    try {
      await this.#send({
        changes: calls.flatMap(({ changes }) => changes),
        text: `{"changes":[${calls.map(({ text }) => text).join(",")}]}`,
      });
      for (const { done } of calls) done();
    } catch (error) {
      // Of a server that is gone nothing else is to be heard; what it refused was refused as a whole.
      if (calls.length === 1 || isZenError(error, "store_unreachable")) {
        for (const { failed } of calls) failed(error);
      } else for (const call of calls) await this.#together([call]);
    }
  }
}
