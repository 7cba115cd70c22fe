// Answers that may be given again: to the same asker, for the same path, while nothing at all was changed in
// the store. Whoever asks whether something is new is mostly told that nothing is.
import type { StoreVersion } from "../../store/driver.js";
import type { Asker } from "../auth/asker.js";
import type { WireAnswer } from "./recent-answers.js";

interface Kept {
  /** The very one: who may do less or more now is another. */
  readonly asker: Asker;
  readonly version: StoreVersion;
  /** Undefined: asked for once until now, and most of that is never asked for again. */
  readonly answer: WireAnswer | undefined;
  readonly size: number;
}

/** Characters of one answer, and of all together. */
const LARGEST = 256 * 1024;
const CAPACITY = 4 * 1024 * 1024;
/** What an answer costs besides its text. */
const OVERHEAD = 500;

export class KeptAnswers {
  readonly #kept = new Map<string, Kept>();
  #size = 0;

  find(asker: Asker, target: string, version: StoreVersion): WireAnswer | undefined {
    const kept = this.#kept.get(keyOf(asker, target));
    if (kept === undefined || kept.asker !== asker) return undefined;
    const { own, others } = kept.version;
    return own === version.own && others === version.others ? kept.answer : undefined;
  }

  /** Kept from the second time on. `version`: as it was before the answer was made, so that none is kept longer than it holds. */
  keep(asker: Asker, target: string, version: StoreVersion, answer: WireAnswer): void {
    const { status, data } = answer;
    if (status !== 200 || typeof data !== "string" || data.length > LARGEST) return;
    const key = keyOf(asker, target);
    const isAskedAgain = this.#kept.get(key)?.asker === asker;
    this.#forget(key);
    const size = OVERHEAD + key.length + (isAskedAgain ? data.length : 0);
    this.#kept.set(key, { asker, version, answer: isAskedAgain ? answer : undefined, size });
    this.#size += size;
    for (const oldest of this.#kept.keys()) {
      if (this.#size <= CAPACITY) return;
      this.#forget(oldest);
    }
  }

  #forget(key: string): void {
    const kept = this.#kept.get(key);
    if (kept === undefined) return;
    this.#kept.delete(key);
    this.#size -= kept.size;
  }
}

function keyOf({ credential, user_id }: Asker, target: string): string {
  return `${credential?.id ?? user_id} ${target}`;
}
