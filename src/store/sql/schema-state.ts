// What kind of database a file is, before anything is written to it.
import { ZenError } from "../../domain/errors.js";
import type { Connection } from "./sqlite/connection.js";
import type { Contents } from "./migrations/table-spec.js";
import { resultCode } from "./sqlite/sqlite-error.js";
import { PREFIX } from "./table.js";

/** The table that says: this is ours, of that version, with that in it. */
export const META = `${PREFIX}meta`;

export interface SchemaState {
  /** 0: there is nothing yet. */
  readonly version: number;
  readonly contents: Contents;
}

const SQL_ERROR = 1;

/** Errors: `store_foreign` for a database of somebody else; whatever SQLite throws. */
export function readState(connection: Connection): SchemaState {
  const meta = readMeta(connection);
  if (meta !== undefined) return stateOf(meta);
  const [count] = connection.all("select count(*) from sqlite_master");
  if (count?.[0] === 0) return { version: 0, contents: "store" };
  // Another process may have made the tables between the two questions.
  const made = readMeta(connection);
  if (made === undefined) throw foreign(connection.file);
  return stateOf(made);
}

function stateOf(meta: ReadonlyMap<unknown, unknown>): SchemaState {
  const isHistory = meta.get("contents") === "history";
  return {
    version: Number(meta.get("schema_version") ?? 0),
    contents: isHistory ? "history" : "store",
  };
}

function readMeta(connection: Connection): ReadonlyMap<unknown, unknown> | undefined {
  try {
    const rows = connection.all(`select key, value from ${META}`);
    return new Map(rows.map(([key, value]) => [key, value]));
  } catch (error) {
    // There is no such table.
    if (resultCode(error) === SQL_ERROR) return undefined;
    throw error;
  }
}

/** Errors: `store_too_new`, `store_foreign`. */
export function checkState(state: SchemaState, wanted: SchemaState, file: string): void {
  if (state.version > wanted.version) {
    throw new ZenError(
      "store_too_new",
      `The database ${file} has version ${state.version}; this program knows up to ${wanted.version}.`,
      { hint: "Install a newer version of zenml: npm install zenml@latest" },
    );
  }
  if (state.version === 0 || state.contents === wanted.contents) return;
  const [is, asked] =
    wanted.contents === "store" ? ["only run history", "a store"] : ["a store", "run history"];
  throw new ZenError("store_foreign", `The database ${file} holds ${is}, not ${asked}.`, {
    hint: "Open the folder that it lies in, as a store of type local.",
  });
}

function foreign(file: string): ZenError {
  return new ZenError("store_foreign", `The database ${file} was not made by this program.`, {
    hint: "It was left as it is. Name another file for the store.",
  });
}
