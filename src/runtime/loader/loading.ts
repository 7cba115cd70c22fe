// Whether this thread or process is loading a person's file to execute its steps. It hangs on
// `globalThis`: the file has a copy of this package of its own, which must see it.

const SLOT = Symbol.for("zenml.loading");

/** Calls of `run()` at the top of a file would do again what the process that loads it is part of. */
export function isLoading(): boolean {
  return Reflect.get(globalThis, SLOT) === true;
}

export async function whileLoading<Result>(load: () => Promise<Result>): Promise<Result> {
  Reflect.set(globalThis, SLOT, true);
  try {
    return await load();
  } finally {
    Reflect.set(globalThis, SLOT, false);
  }
}
