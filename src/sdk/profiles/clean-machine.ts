// Takes away what ZenML keeps on this machine for its user. What an older ZenML keeps in the same folder
// is not ours, and what lies elsewhere may be others'.
import { existsSync, rmSync, rmdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { withFileLock } from "../../config/file-lock.js";
import { findLocalServer, stopLocalServer } from "../servers/local-server.js";
import { ownFolder } from "./delete-profile.js";
import { isOldStore } from "./old-store.js";
import type { KnownProfiles } from "./read-profiles.js";

export interface Cleaning {
  /** Files and folders. */
  readonly deletes: readonly string[];
  /** Stores elsewhere. */
  readonly keeps: readonly string[];
}

export function planCleaning({ config, paths, repository }: KnownProfiles): Cleaning {
  const profiles = config?.profiles ?? [];
  const folders = profiles.map((profile) => ({ profile, folder: ownFolder(profile, paths) }));
  const own = folders.flatMap(({ folder }) =>
    folder === undefined || isOldStore(folder) ? [] : [folder],
  );
  const keeps = folders.flatMap(({ profile, folder }) =>
    folder === undefined ? [profile.store_url] : [],
  );
  const ours = [paths.globalFile, paths.credentialsFile, paths.local, paths.servers, paths.traces];
  const local = repository === undefined ? [] : [repository.file];
  const deletes = [...new Set([...own, ...ours, ...local])].filter((path) => existsSync(path));
  return { deletes, keeps };
}

export async function cleanMachine(known: KnownProfiles): Promise<Cleaning> {
  const { paths, repository } = known;
  if (!existsSync(paths.folder)) return { deletes: [], keeps: [] };
  // It would go on with files that are gone.
  const server = await findLocalServer(paths);
  if (server?.isRunning === true) await stopLocalServer(server, paths);
  const done = await withFileLock(join(paths.folder, "zenml.lock"), () => {
    const plan = planCleaning(known);
    for (const path of plan.deletes) rmSync(path, { recursive: true, force: true });
    return plan;
  });
  removeLocks(paths.folder, ["zenml.lock", "credentials.lock"]);
  removeEmpty(paths.profiles);
  if (repository !== undefined) {
    const folder = dirname(repository.file);
    removeLocks(folder, ["zenml.lock"]);
    rmSync(join(folder, ".gitignore"), { force: true });
    removeEmpty(folder);
  }
  return done;
}

function removeLocks(folder: string, names: readonly string[]): void {
  for (const name of names) {
    for (const end of ["", "-journal", "-wal", "-shm"]) {
      rmSync(join(folder, `${name}${end}`), { force: true });
    }
  }
}

function removeEmpty(folder: string): void {
  try {
    rmdirSync(folder);
  } catch {
    // Somebody else has something in it, or it is gone.
  }
}
