// Passwords as they are kept. Checking one takes 50 ms and 19 MiB on purpose, in threads of its own: at most
// two at once, and only so many may wait.
import { ZenError } from "../../domain/errors.js";

const AT_ONCE = 2;
const MOST_WAITING = 64;
/** argon2id; the memory of OWASP, and three times the passes that it asks for with that. */
const COST = { algorithm: 2, memoryCost: 19_456, timeCost: 6, parallelism: 1 } as const;

type Argon2 = Pick<typeof import("@node-rs/argon2"), "hash" | "verify">;

export class PasswordHasher {
  readonly #load: () => Promise<Argon2>;
  readonly #waiting: (() => void)[] = [];
  #running = 0;
  #nobody: Promise<string> | undefined;

  constructor(load: () => Promise<Argon2> = () => import("@node-rs/argon2")) {
    this.#load = load;
  }

  hash(password: string): Promise<string> {
    return this.#inTurn(async (argon2) => argon2.hash(password, COST));
  }

  verify(hash: string, password: string): Promise<boolean> {
    return this.#inTurn(async (argon2) => argon2.verify(hash, password));
  }

  /** Takes as long as checking a password: who is not there is not told by time. */
  async verifyNobody(password: string): Promise<false> {
    this.#nobody ??= this.hash(crypto.randomUUID());
    await this.verify(await this.#nobody, password);
    return false;
  }

  /** Errors: `too_many_requests`. */
  async #inTurn<Result>(work: (argon2: Argon2) => Promise<Result>): Promise<Result> {
    const argon2 = await this.#load();
    await this.#turn();
    try {
      return await work(argon2);
    } finally {
      // The turn goes on to whoever waits longest.
      const next = this.#waiting.shift();
      if (next === undefined) this.#running -= 1;
      else next();
    }
  }

  async #turn(): Promise<void> {
    if (this.#running < AT_ONCE) {
      this.#running += 1;
      return;
    }
    if (this.#waiting.length >= MOST_WAITING) {
      throw new ZenError("too_many_requests", "Too many people log in at once.", {
        hint: "Try again in a few seconds.",
        details: { retry_after: 5 },
      });
    }
    await new Promise<void>((resolve) => this.#waiting.push(resolve));
  }
}
