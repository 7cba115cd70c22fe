// Starts the bundler's program, so that it works while this process loads what else it needs. It knows no
// plugins: whether what it makes is what they would have made, `plain-bundle.ts` tells.
import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { bundlerArguments } from "./bundler-options.js";

export interface Bundled {
  /** Where it was written: the map's sources are relative to that. */
  readonly folder: string;
  readonly text: string;
  readonly map: string;
  readonly metafile: string;
}

/** Undefined: it could not be started, or does not compile. */
export type Bundling = Promise<Bundled | undefined>;

export interface BundlingOptions {
  readonly file: string;
  /** Gets a folder that is there until it is done. */
  readonly folder: string;
  readonly projectRoot: string;
}

const PACKAGE = "esbuild/package.json";

/** Rejects never. */
export async function beginBundling(options: BundlingOptions): Bundling {
  const program = bundlerProgram();
  if (program === undefined) return undefined;
  let folder: string | undefined;
  try {
    folder = mkdtempSync(join(options.folder, ".new-"));
    const isMade = await run(program, { ...options, folder });
    return isMade ? read(folder) : undefined;
  } catch {
    return undefined;
  } finally {
    if (folder !== undefined) rmSync(folder, { recursive: true, force: true });
  }
}

/** Undefined where another one is asked for, or its package is not laid out as usual. */
function bundlerProgram(): string | undefined {
  if (process.env["ESBUILD_BINARY_PATH"] !== undefined) return undefined;
  const path = process.platform === "win32" ? "esbuild.exe" : "bin/esbuild";
  try {
    const from = createRequire(createRequire(import.meta.url).resolve(PACKAGE));
    return from.resolve(`@esbuild/${process.platform}-${process.arch}/${path}`);
  } catch {
    return undefined;
  }
}

function run(program: string, { file, folder, projectRoot }: BundlingOptions): Promise<boolean> {
  const args = [
    file,
    ...bundlerArguments(),
    "--packages=external",
    `--metafile=${join(folder, "meta.json")}`,
    `--outfile=${join(folder, "bundle.mjs")}`,
  ];
  return new Promise((resolve) => {
    const child = spawn(program, args, { cwd: projectRoot, stdio: "ignore", windowsHide: true });
    child.on("error", () => resolve(false));
    child.on("exit", (code) => resolve(code === 0));
  });
}

function read(folder: string): Bundled {
  const text = (name: string) => readFileSync(join(folder, name), "utf8");
  const [bundle, map, metafile] = ["bundle.mjs", "bundle.mjs.map", "meta.json"].map(text);
  return { folder, text: bundle ?? "", map: map ?? "", metafile: metafile ?? "" };
}
