// Starts the bundler's program, so that it works while this process loads what else it needs. It knows no
// plugins: whether what it makes is what they would have made, `plain-bundle.ts` tells.
import { spawn } from "node:child_process";
import { randomUUID } from "node:crypto";
import { readFileSync, unlinkSync } from "node:fs";
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
  /** Gets files that are there until it is done. */
  readonly folder: string;
  readonly projectRoot: string;
}

const PACKAGE = "esbuild/package.json";

/** Rejects never. */
export async function beginBundling(options: BundlingOptions): Bundling {
  const program = bundlerProgram();
  if (program === undefined) return undefined;
  const { folder } = options;
  const outfile = join(folder, `.new-${randomUUID()}.mjs`);
  const metafile = `${outfile}.json`;
  try {
    const isMade = await run(program, { ...options, outfile, metafile });
    return isMade
      ? { folder, text: take(outfile), map: take(`${outfile}.map`), metafile: take(metafile) }
      : undefined;
  } catch {
    return undefined;
  }
}

function take(path: string): string {
  const text = readFileSync(path, "utf8");
  unlinkSync(path);
  return text;
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

interface Outputs {
  readonly outfile: string;
  readonly metafile: string;
}

function run(
  program: string,
  { file, projectRoot, outfile, metafile }: BundlingOptions & Outputs,
): Promise<boolean> {
  const outputs = [`--metafile=${metafile}`, `--outfile=${outfile}`];
  const args = [file, ...bundlerArguments(), "--packages=external", ...outputs];
  return new Promise((resolve) => {
    const child = spawn(program, args, { cwd: projectRoot, stdio: "ignore", windowsHide: true });
    child.on("error", () => resolve(false));
    child.on("exit", (code) => resolve(code === 0));
  });
}
