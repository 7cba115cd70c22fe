// How long a server may be away before nobody waits for it any more: counted from its last answer, for all
// requests of a client together, so that giving up once is giving up.

import type { Patience } from "../zen-store.js";

/** What is over sooner is nobody's news. */
const MOMENT = 1500;

export class Outage {
  readonly #patience: Patience;
  readonly #now: () => number;
  #since: number | undefined;
  #isTold = false;

  /** `now`: milliseconds that nobody can set. */
  constructor(patience: Patience, now: () => number = () => performance.now()) {
    this.#patience = patience;
    this.#now = now;
  }

  answered(): void {
    if (this.#since === undefined) return;
    this.#since = undefined;
    if (this.#isTold) this.#patience.tell?.("back");
    this.#isTold = false;
  }

  /** No answer came: the milliseconds that are left to wait, none when there were enough. */
  left(): number {
    const now = this.#now();
    this.#since ??= now;
    const away = now - this.#since;
    if (away >= MOMENT && !this.#isTold) {
      this.#isTold = true;
      this.#patience.tell?.("away");
    }
    return Math.max(0, this.#patience.milliseconds - away);
  }
}
