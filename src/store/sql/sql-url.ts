import { resolve } from "node:path";
import { ZenError } from "../../domain/errors.js";
import { nearest } from "../../util/nearest.js";

export interface SqlTarget {
  readonly file: string;
  readonly isReadOnly: boolean;
  readonly synchronous: "normal" | "full";
}

const SERVERS = ["mysql", "mariadb", "postgresql", "postgres"];
const QUERY: Readonly<Record<string, readonly string[]>> = {
  synchronous: ["normal", "full"],
  mode: ["ro", "rw"],
};

/**
 * `sqlite:////absolute/path.db`, `sqlite:///relative.db`, with `?synchronous=full` and `?mode=ro`.
 * Errors: `invalid_input`. A password that stands in the URL is not repeated.
 */
export function parseSqlUrl(url: string, cwd: string): SqlTarget {
  const [, scheme = ""] = /^([a-z]+)(?:\+[a-z0-9]+)?:/i.exec(url) ?? [];
  if (scheme.toLowerCase() !== "sqlite") throw otherScheme(scheme);
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

function otherScheme(scheme: string): ZenError {
  if (SERVERS.includes(scheme.toLowerCase())) {
    return new ZenError("invalid_input", `Stores on '${scheme}' are not supported yet.`, {
      hint: "Use SQLite for now: sqlite:////absolute/path.db",
    });
  }
  const close = nearest(scheme, ["sqlite"]);
  const meant = close === undefined ? "" : ` Did you mean '${close}'?`;
  return new ZenError("invalid_input", `There are no databases of the kind '${scheme}'.${meant}`, {
    hint: "Use SQLite: sqlite:////absolute/path.db",
  });
}
