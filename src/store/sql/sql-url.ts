import { resolve } from "node:path";
import { ZenError } from "../../domain/errors.js";
import { sqlKindOf } from "../sql-kind.js";

export interface SqlTarget {
  readonly file: string;
  readonly isReadOnly: boolean;
  readonly synchronous: "normal" | "full";
}

const QUERY: Readonly<Record<string, readonly string[]>> = {
  synchronous: ["normal", "full"],
  mode: ["ro", "rw"],
};

/**
 * `sqlite:////absolute/path.db`, `sqlite:///relative.db`, with `?synchronous=full` and `?mode=ro`.
 * Errors: `invalid_input`. A password that stands in the URL is not repeated.
 */
export function parseSqlUrl(url: string, cwd: string): SqlTarget {
  if (sqlKindOf(url) !== "sqlite")
    throw new Error("the URL of a server was taken for one of a file");
  const [, path = "", query = ""] = /^[^:]+:\/\/\/([^?]*)(?:\?(.*))?$/.exec(url) ?? [];
  if (path === "" || path === ":memory:") {
    throw new ZenError("invalid_input", `The URL '${url}' names no file.`, {
      hint: "Write sqlite:////absolute/path.db. What needs no file is a store of type memory.",
    });
  }
  const options = readQuery(query);
  return {
    file: resolve(cwd, path),
    isReadOnly: options.get("mode") === "ro",
    synchronous: options.get("synchronous") === "full" ? "full" : "normal",
  };
}

/** Errors: `invalid_input`, naming what there is. */
export function readQuery(query: string): ReadonlyMap<string, string> {
  const options = new Map(new URLSearchParams(query));
  for (const [name, value] of options) {
    const values = QUERY[name];
    if (values?.includes(value) === true) continue;
    const known = Object.entries(QUERY).map(([key, list]) => `${key}=${list.join("|")}`);
    throw new ZenError("invalid_input", `A store URL has no option '${name}=${value}'.`, {
      hint: `Options: ${known.join(", ")}.`,
    });
  }
  return options;
}
