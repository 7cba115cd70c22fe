// What a store URL says about where its data lies, without opening anything.
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { ZenError } from "../domain/errors.js";
import { nearest } from "../util/nearest.js";
import type { StoreType } from "./config-model.js";
import { homeFolder } from "./paths.js";

const SCHEMES: Readonly<Record<string, StoreType>> = {
  file: "local",
  sqlite: "sql",
  mysql: "sql",
  mariadb: "sql",
  postgresql: "sql",
  postgres: "sql",
  http: "rest",
  https: "rest",
  memory: "memory",
};

/** The type that a URL or path means. Errors: `invalid_input` for a scheme that no store has. */
export function storeTypeOf(url: string): StoreType {
  const scheme = /^([a-z][a-z0-9]*)(?:\+[a-z0-9]+)?:/i.exec(url)?.[1]?.toLowerCase();
  // A single letter is a Windows drive.
  if (scheme === undefined || scheme.length === 1) return "local";
  const type = SCHEMES[scheme];
  if (type !== undefined) return type;
  const close = nearest(scheme, Object.keys(SCHEMES));
  const known = Object.keys(SCHEMES).join(", ");
  throw new ZenError("invalid_input", `No store has URLs that begin with '${scheme}:'.`, {
    hint: close === undefined ? `Known: ${known}.` : `Did you mean '${close}:'? Known: ${known}.`,
  });
}

/** The folder or file of this machine that a URL names; undefined for stores elsewhere. */
export function pathOfUrl(url: string, cwd: string): string | undefined {
  if (url.startsWith("file:")) return fileURLToPath(url);
  // `sqlite:////absolute` and `sqlite:///relative`.
  const sqlite = /^sqlite(?:\+\w+)?:\/\/\/([^?]+)/.exec(url);
  if (sqlite !== null) return resolve(cwd, sqlite[1] ?? "");
  return storeTypeOf(url) === "local" ? resolve(cwd, url) : undefined;
}

/**
 * Where logs and local bytes go when only the environment names a store: beside it, or in the user's
 * data folder when it is elsewhere.
 */
export function localFolderOfUrl(url: string, cwd: string, env: NodeJS.ProcessEnv): string {
  const path = pathOfUrl(url, cwd);
  if (path !== undefined) return `${path.replace(/[/\\]+$/, "")}.local`;
  const data = env["XDG_DATA_HOME"] || join(homeFolder(env), ".local", "share");
  const { protocol, host, pathname } = new URL(url);
  return join(data, "zenml", `${protocol}${host}${pathname}`.replace(/[^\w.]+/g, "-"));
}
