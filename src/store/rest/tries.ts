// When to try again, and when not: a few times within one time limit, or as long as somebody is willing to
// wait for a server that is away.
import type { Outage } from "./outage.js";
import type { Answered } from "../send.js";
import { isTimeout } from "./unreachable.js";

/** What became of one try: an answer that asks for another one, or none at all. */
export type Failed = { readonly response: Answered } | { readonly error: unknown };

/** Milliseconds before the second try, the third, …; whoever waits takes the last one again and again. */
const PAUSES = [100, 300, 900, 2000] as const;
const LONGEST_PAUSE = 2000;
const FEW = 3;

export class Tries {
  readonly #timeout: number;
  readonly #outage: Outage | undefined;
  readonly #end: number;
  #failed = 0;

  constructor(timeout: number, outage: Outage | undefined) {
    this.#timeout = timeout;
    this.#outage = outage;
    this.#end = performance.now() + timeout;
  }

  /** Whether what is sent now was sent before, and its answer may have been lost. */
  get isRepeated(): boolean {
    return this.#failed > 0;
  }

  /** Milliseconds that the try may take which is begun now. */
  timeout(): number {
    if (this.#outage !== undefined || this.#failed === 0) return this.#timeout;
    return Math.max(1, Math.ceil(this.#end - performance.now()));
  }

  /** Milliseconds until the next try; undefined: there is no use in one. */
  pauseAfter(failed: Failed): number | undefined {
    const pause = PAUSES[this.#failed] ?? LONGEST_PAUSE;
    this.#failed += 1;
    const wanted = Math.max(pause, "response" in failed ? retryAfter(failed.response) : 0);
    if (this.#outage !== undefined) {
      const left = this.#outage.left();
      // Not all clients of a server at the same moment.
      return left === 0 ? undefined : Math.min(wanted * (0.75 + Math.random() / 2), left);
    }
    if (this.#failed > FEW || ("error" in failed && isTimeout(failed.error))) return undefined;
    return performance.now() + wanted < this.#end ? wanted : undefined;
  }
}

/** Milliseconds that a server asks for; 0 where it says nothing that is understood. */
export function retryAfter({ headers }: Answered): number {
  const said = headers.get("Retry-After");
  if (said === null) return 0;
  const wait = /^\d+$/.test(said) ? Number(said) * 1000 : Date.parse(said) - Date.now();
  return Number.isFinite(wait) ? Math.max(0, wait) : 0;
}
