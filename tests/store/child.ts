import { spawn } from "node:child_process";
import type { ChildProcessByStdio } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import type { Readable } from "node:stream";
import { build } from "esbuild";

const root = join(import.meta.dirname, "../..");

export interface Child {
  readonly process: ChildProcessByStdio<null, Readable, null>;
  /** What it says, line by line. */
  readonly lines: AsyncIterableIterator<string>;
  /** Everything that it said, once it has ended. Throws when it failed. */
  ended(): Promise<readonly unknown[]>;
  kill(): Promise<void>;
}

export interface Children {
  start(...args: readonly string[]): Child;
  remove(): void;
}

/** Bundles the other process once; below node_modules, so that packages are found. */
export async function prepareChildren(): Promise<Children> {
  const cache = join(root, "node_modules/.cache/zenml");
  mkdirSync(cache, { recursive: true });
  const folder = mkdtempSync(join(cache, "child-"));
  const script = join(folder, "child.mjs");
  await build({
    entryPoints: [join(import.meta.dirname, "child-main.ts")],
    bundle: true,
    platform: "node",
    format: "esm",
    target: "node20",
    packages: "external",
    outfile: script,
    logLevel: "error",
  });
  return {
    start: (...args) => startChild([script, ...args]),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

function startChild(args: readonly string[]): Child {
  const child = spawn(process.execPath, args, { stdio: ["ignore", "pipe", "inherit"] });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const exit = once(child, "exit");
  return {
    process: child,
    lines,
    ended: async () => {
      const said: unknown[] = [];
      for await (const line of lines) said.push(JSON.parse(line));
      const [code] = await exit;
      if (code !== 0) throw new Error(`the other process ended with ${String(code)}`);
      return said;
    },
    kill: async () => {
      child.kill("SIGKILL");
      await exit;
    },
  };
}
