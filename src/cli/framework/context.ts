// What a handler is given besides its arguments and flags.
import type { Session } from "../../sdk/session.js";
import type { Output } from "../output/output.js";
import type { Io } from "./io.js";

export interface Context {
  readonly io: Io;
  readonly output: Output;
  /** Milliseconds since the epoch. */
  now(): number;
  /** Settings that flags of this call overrule. */
  readonly overrides: {
    readonly profile: string | undefined;
    readonly project: string | undefined;
    readonly stack: string | undefined;
  };
  /** The store of the active profile, opened at the first call and closed after the command. */
  openSession(): Promise<Session>;
  /** Asks y/N on a terminal. Errors: `needs_confirmation` where there is none. */
  confirm(question: string, answer: { readonly yes: boolean }): Promise<boolean>;
}
