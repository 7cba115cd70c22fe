// What a store URL says about where its data lies, without opening anything.
import { join, resolve } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { ZenError } from "../domain/errors.js";
import { nearest } from "../util/nearest.js";
import type { StoreType } from "./config-model.js";
import { homeFolder } from "./paths.js";
import { withoutPassword } from "./url-password.js";

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
  const scheme = /^([a-z][a-z0-9]*)(?:\+[a-z0-9_]+)?:/i.exec(url)?.[1]?.toLowerCase();
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
  if (url.startsWith("file:")) return filePath(url);
  // `sqlite:////absolute` and `sqlite:///relative`.
  const sqlite = /^sqlite(?:\+\w+)?:\/\/\/([^?]+)/.exec(url);
  if (sqlite !== null) return resolve(cwd, sqlite[1] ?? "");
  return storeTypeOf(url) === "local" ? resolve(cwd, url) : undefined;
}

/**
 * The same place wherever it is read: relative paths become absolute, folders `file:` URLs.
 * Errors: `invalid_input`.
 */
export function absoluteUrl(url: string, { cwd, env }: UrlContext): string {
  const written = url.replace(/^~(?=\/|$)/, () => homeFolder(env));
  const path = pathOfUrl(written, cwd);
  if (path === undefined || written.startsWith("file:")) return written;
  if (storeTypeOf(written) === "local") return pathToFileURL(path).href;
  const [scheme = ""] = /^[^/]*:\/\/\//.exec(written) ?? [];
  return scheme + path + (/\?.*$/s.exec(written)?.[0] ?? "");
}

export interface UrlContext {
  readonly cwd: string;
  readonly env: NodeJS.ProcessEnv;
}

/** The URL of a folder's or file's store, as profiles keep it. */
export function urlOfPath(path: string, type: "local" | "sql"): string {
  return type === "sql" ? `sqlite:///${path}` : pathToFileURL(path).href;
}

/**
 * Where logs and local bytes go when only the environment names a store: beside it, or in the user's
 * data folder when it is elsewhere.
 */
export function localFolderOfUrl(url: string, cwd: string, env: NodeJS.ProcessEnv): string {
  const path = pathOfUrl(url, cwd);
  if (path !== undefined) return `${path.replace(/[/\\]+$/, "")}.local`;
  const data = env["XDG_DATA_HOME"] || join(homeFolder(env), ".local", "share");
  const [, scheme = "", place = ""] = /^([^:]+:)\/\/(?:[^/@]*@)?([^?#]*)/.exec(url) ?? [];
  return join(data, "zenml", `${scheme}${place}`.replace(/[^\w.]+/g, "-"));
}

function filePath(url: string): string {
  try {
    return fileURLToPath(url);
  } catch (cause) {
    throw new ZenError(
      "invalid_input",
      `The URL '${withoutPassword(url)}' names no folder of this machine.`,
      { hint: "Write an absolute path: file:///absolute/path", cause },
    );
  }
}
