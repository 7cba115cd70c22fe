// What is kept of servers that this machine runs: a record and a log each, and where to return to.
import { join } from "node:path";
import type { ConfigPaths } from "../../config/paths.js";

/** Name of the server that `zenml up` starts. */
export const LOCAL_SERVER = "local";

export interface ServerFiles {
  readonly folder: string;
  readonly record: string;
  readonly log: string;
  /** Held while the server is started or stopped. */
  readonly lock: string;
}

export function serverFiles({ servers }: Pick<ConfigPaths, "servers">, name: string): ServerFiles {
  return {
    folder: servers,
    record: join(servers, `${name}.json`),
    log: join(servers, `${name}.log`),
    lock: join(servers, `${name}.lock`),
  };
}
