import type { Settings } from "../../config/resolve-settings.js";
import type { Setting } from "../../config/setting-layers.js";
import { ZenError } from "../../domain/errors.js";
import { openStore } from "../../store/open.js";
import type { OpenStoreOptions } from "../../store/open.js";
import type { ZenStore } from "../../store/zen-store.js";
import { nearest } from "../../util/nearest.js";

const WAYS_OUT = { project: "Choose one with --project.", user: "zenml user set USER" } as const;

/** Which name of the settings the store lacks, and what there is; undefined when it has them all. */
export async function unknownInStore(
  options: OpenStoreOptions,
  settings: Settings,
): Promise<ZenError | undefined> {
  const { store } = await openStore({ ...options, project: undefined, user: undefined });
  try {
    for (const kind of ["project", "user"] as const) {
      const names = await namesBeside(store, kind, settings[kind].value);
      if (names !== undefined) return unknown(kind, settings[kind], names);
    }
    return undefined;
  } finally {
    await store.close();
  }
}

/** Undefined when there is one of that name or id. */
async function namesBeside(
  store: ZenStore,
  kind: "project" | "user",
  wanted: string,
): Promise<string[] | undefined> {
  const names: string[] = [];
  for await (const { id, name } of store[`${kind}s`].all()) {
    if (name === wanted || id === wanted) return undefined;
    names.push(name);
  }
  return names;
}

function unknown(
  kind: "project" | "user",
  { value, origin }: Setting,
  names: readonly string[],
): ZenError {
  const close = nearest(value, names);
  const list = names.map((name) => `'${name}'`).join(", ");
  const plural = kind === "project" ? "Projects" : "Users";
  return new ZenError(
    "unknown_setting",
    `There is no ${kind} named '${value}' (${origin ?? "by default"}). ${plural}: ${list}.`,
    {
      hint: close === undefined ? WAYS_OUT[kind] : `Did you mean '${close}'?`,
      details: { known: names },
    },
  );
}
