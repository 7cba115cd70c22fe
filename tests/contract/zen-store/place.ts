import { afterAll, afterEach, beforeEach } from "vitest";
import type { ZenStore } from "../../../src/store/zen-store.js";
import type { OpenOptions, Place, Subject } from "./subject.js";

/** A session on this test's own data. */
export type UseStore = (options?: OpenOptions) => Promise<ZenStore>;

/** Gives every test a new place, and takes it away afterwards. */
export function eachOnNewPlace(subject: Subject): { use: UseStore; place: () => Place } {
  let current: Place | undefined;
  const place = (): Place => {
    if (current === undefined) throw new Error("no test is running");
    return current;
  };
  beforeEach(async () => {
    current = await subject.newPlace();
  });
  afterEach(async () => {
    await current?.remove();
    current = undefined;
  });
  afterAll(() => subject.end?.());
  return { use: (options) => place().open(options), place };
}
