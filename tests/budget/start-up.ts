import { execFile } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative, sep } from "node:path";
import { promisify } from "node:util";

const root = join(import.meta.dirname, "../..");

/** What a command loads before it ends. */
export interface Loaded {
  /** Below the repository, with `/`. */
  readonly files: readonly string[];
  readonly bytes: number;
  /** npm packages whose code is in the files, bundled or not. */
  readonly packages: readonly string[];
}

/** Runs the built command line in an empty home and notes what it loads. */
export async function loadedBy(args: readonly string[]): Promise<Loaded> {
  const home = mkdtempSync(join(tmpdir(), "zenml-loaded-"));
  const list = join(home, "loaded.json");
  const preload = join(import.meta.dirname, "loaded-modules.cjs");
  const { ZENML_CONFIG_PATH: _, XDG_CONFIG_HOME: __, NODE_OPTIONS: ___, ...env } = process.env;
  try {
    await promisify(execFile)(
      process.execPath,
      ["--require", preload, join(root, "bin/zenml.cjs"), ...args],
      { cwd: home, env: { ...env, HOME: home, USERPROFILE: home, ZENML_LOADED: list } },
    );
    const paths: string[] = JSON.parse(readFileSync(list, "utf8"));
    return {
      files: paths.map((path) => relative(root, path).split(sep).join("/")),
      bytes: paths.reduce((total, path) => total + statSync(path).size, 0),
      packages: [...new Set(paths.flatMap(packagesIn))].toSorted(),
    };
  } finally {
    rmSync(home, { recursive: true, force: true });
  }
}

/** The packages that a file belongs to or, for a bundle, was made of, as its source map tells. */
function packagesIn(path: string): string[] {
  const sources = path.startsWith(join(root, "dist")) ? bundledSources(path) : [path];
  return sources.flatMap((source) => {
    const name = /.*node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(source.split(sep).join("/"))?.[1];
    return name === undefined ? [] : [name];
  });
}

function bundledSources(path: string): string[] {
  const { sources }: { sources: string[] } = JSON.parse(readFileSync(`${path}.map`, "utf8"));
  return sources;
}
