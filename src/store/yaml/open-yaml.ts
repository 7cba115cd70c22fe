import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { ZenError } from "../../domain/errors.js";
import { PATIENCE } from "../retry-locked.js";
import type { FileLock } from "../sql/sqlite/file-lock.js";
import { EntityFiles } from "./entity-files.js";
import type { EntityText } from "./entity-files.js";
import { fsError } from "./fs-error.js";
import { History } from "./history.js";
import type { Database } from "./history.js";
import { claimFolder } from "./marker.js";
import { YamlDriver } from "./yaml-driver.js";

export interface OpenYamlOptions {
  readonly cwd: string;
  readonly createIfMissing: boolean;
  /** A folder of other files may become a store, beside them. Default: false. */
  readonly joinsOthers?: boolean;
  readonly onWarning: (message: string) => void;
  /** Milliseconds to wait for another process. */
  readonly patience?: number;
  // Loaded when first needed: a list of unchanged files needs none of them.
  readonly loadText: () => Promise<EntityText>;
  readonly loadDatabase: () => Promise<Database>;
  readonly loadLock: () => Promise<{
    readonly FileLock: new (file: string, patience: number) => FileLock;
  }>;
}

/**
 * A folder, as a path or a `file:` URL, with `?synchronous=full` or `off`.
 * Errors: `invalid_input`, `not_found`, `store_foreign`, `store_too_new`, `store_corrupt`, `store_read_only`.
 */
export function openYamlUrl(url: string, options: OpenYamlOptions): YamlDriver {
  const { root, synchronous } = parseFolderUrl(url, options.cwd);
  const { patience = PATIENCE, loadText, loadDatabase, loadLock, onWarning } = options;
  try {
    claimFolder(root, options);
  } catch (error) {
    throw fsError(root, error);
  }
  const file = join(root, "history.db");
  return new YamlDriver({
    root,
    files: new EntityFiles(root, loadText),
    isSynced: synchronous !== "off",
    // The history's own log keeps it whole: it need not be synced for that at each commit.
    history: new History({ file, synchronous: historyLevel(synchronous), patience, loadDatabase }),
    lock: async () => new (await loadLock()).FileLock(join(root, ".lock"), patience),
    loadText,
    onWarning,
  });
}

const LEVELS = ["off", "normal", "full"] as const;
type Level = (typeof LEVELS)[number];

interface FolderTarget {
  readonly root: string;
  /** How much is on the disk before it is acknowledged: nothing, configuration, or history too. */
  readonly synchronous: Level;
}

function historyLevel(level: Level): "normal" | "full" {
  return level === "full" ? "full" : "normal";
}

function parseFolderUrl(url: string, cwd: string): FolderTarget {
  if (!url.startsWith("file:")) return { root: resolve(cwd, url), synchronous: "normal" };
  const parsed = URL.canParse(url) ? new URL(url) : undefined;
  if (parsed === undefined || !url.startsWith("file:///")) {
    throw new ZenError("invalid_input", `The URL '${url}' names no folder of this machine.`, {
      hint: "Write an absolute path: file:///absolute/path",
    });
  }
  const asked = parsed.searchParams.get("synchronous") ?? "normal";
  const synchronous = LEVELS.find((level) => level === asked);
  if (synchronous === undefined) {
    throw new ZenError("invalid_input", `A store URL has no option synchronous=${asked}.`, {
      hint: `Options: synchronous=${LEVELS.join("|")}.`,
    });
  }
  parsed.search = "";
  return { root: fileURLToPath(parsed), synchronous };
}
