import { createHash } from "node:crypto";
import { accessSync, constants, existsSync, mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, dirname, extname, join } from "node:path";

export interface CacheFolderOptions {
  readonly projectRoot: string;
  /** Where to put it instead. */
  readonly cacheFolder?: string | undefined;
  /** Debuggers skip source maps below node_modules. */
  readonly isDebugging: boolean;
}

/** Makes the folder for the bundle of a file: of each file its own, kept between runs. */
export function bundleFolder(file: string, options: CacheFolderOptions): string {
  const stem = basename(file, extname(file));
  const hash = createHash("sha256").update(file).digest("hex").slice(0, 12);
  for (const base of candidates(file, options)) {
    const folder = join(base, `${stem}-${hash}`);
    if (isUsable(folder)) return folder;
  }
  return mkdtempSync(join(tmpdir(), "zenml-bundle-"));
}

/** A folder of the project's cache, for what is kept beside bundles. It is made when something is put there. */
export function projectCacheFolder(projectRoot: string, name: string): string {
  const modules = nodeModulesAbove(projectRoot);
  if (modules !== undefined) {
    const folder = join(modules, ".cache", "zenml", name);
    if (isUsable(folder)) return folder;
  }
  const own = join(projectRoot, ".zen", "cache", name);
  if (isUsable(own)) return own;
  return mkdtempSync(join(tmpdir(), `zenml-${name}-`));
}

function candidates(file: string, options: CacheFolderOptions): string[] {
  if (options.cacheFolder !== undefined) return [options.cacheFolder];
  const own = join(options.projectRoot, ".zen", "cache");
  const modules = nodeModulesAbove(dirname(file));
  if (modules === undefined || options.isDebugging) return [own];
  return [join(modules, ".cache", "zenml"), own];
}

function nodeModulesAbove(start: string): string | undefined {
  for (let folder = start; ; folder = dirname(folder)) {
    const path = join(folder, "node_modules");
    if (basename(folder) !== "node_modules" && existsSync(path)) return path;
    if (folder === dirname(folder)) return undefined;
  }
}

function isUsable(folder: string): boolean {
  try {
    const made = mkdirSync(folder, { recursive: true });
    accessSync(folder, constants.W_OK);
    // A cache inside of the project is nobody's to commit.
    if (made !== undefined && basename(dirname(folder)) === "cache") {
      writeFileSync(join(dirname(folder), ".gitignore"), "*\n");
    }
    return true;
  } catch {
    return false;
  }
}
