import { execFile, spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative, sep } from "node:path";
import { promisify } from "node:util";

const root = join(import.meta.dirname, "../..");

/** What a command loads before it ends. */
export interface Loaded {
  /** Below the repository, with `/`; native ones are not counted. */
  readonly files: readonly string[];
  readonly bytes: number;
  /** npm packages whose code is in the files, bundled or not. */
  readonly packages: readonly string[];
  /** Node's own modules. */
  readonly builtins: readonly string[];
}

/** Runs the built command line in an empty home and notes what it loads. */
export async function loadedBy(args: readonly string[]): Promise<Loaded> {
  const home = mkdtempSync(join(tmpdir(), "zenml-loaded-"));
  const list = join(home, "loaded.json");
  const preload = join(import.meta.dirname, "loaded-modules.cjs");
  const { ZENML_CONFIG_PATH: _, XDG_CONFIG_HOME: __, NODE_OPTIONS: ___, ...env } = process.env;
  const command = ["--require", preload, join(root, "bin/zenml.cjs"), ...args];
  const options = { cwd: home, env: { ...env, HOME: home, USERPROFILE: home, ZENML_LOADED: list } };
  try {
    // The first time, a home gets its default profile and store; what counts is each time after.
    await promisify(execFile)(process.execPath, command, options);
    spawnSync(process.execPath, command, { ...options, stdio: "ignore" });
    const loaded: Pick<Loaded, "files" | "builtins"> = JSON.parse(readFileSync(list, "utf8"));
    const paths = loaded.files.filter((path) => !path.endsWith(".node"));
    return {
      files: paths.map((path) => relative(root, path).split(sep).join("/")),
      bytes: paths.reduce((total, path) => total + statSync(path).size, 0),
      builtins: loaded.builtins,
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
  // The bundler's own few lines have no map.
  if (!existsSync(`${path}.map`)) return [];
  const { sources }: { sources: string[] } = JSON.parse(readFileSync(`${path}.map`, "utf8"));
  return sources;
}
