// What the contract suite is run on: a kind of store, opened as often as a test likes.
import type { Principal } from "../../../src/domain/principal.js";
import type { ZenStore } from "../../../src/store/zen-store.js";

export interface OpenOptions {
  readonly project?: string;
  readonly principal?: Principal;
}

/** One place where data lies. */
export interface Place {
  /** Another session on the same data; closed by the place. */
  open(options?: OpenOptions): Promise<ZenStore>;
  /** Closes every session; what `open` then gives has only what was kept. Absent: nothing is kept. */
  readonly restart?: () => Promise<void>;
  remove(): Promise<void>;
}

export interface Subject {
  readonly name: string;
  /** Why it cannot run here: its tests are skipped with this behind their name. */
  readonly unavailable?: string | undefined;
  newPlace(): Promise<Place>;
  /** After the last test. */
  readonly end?: () => Promise<void>;
}
