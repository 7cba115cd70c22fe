// A program of a person's project while it runs.
import { spawn } from "node:child_process";
import { dirname, join } from "node:path";
import { setTimeout } from "node:timers/promises";
import type { Workspace } from "../workspace.js";

const BIN = join(import.meta.dirname, "../../../bin/zenml.cjs");

export interface Started {
  /** Everything that it wrote. */
  output(): string;
  /** Resolves to its exit code. */
  readonly ended: Promise<number | null>;
  kill(signal: NodeJS.Signals): void;
}

/** `zenml …` or `node FILE`. */
export function startIn(
  { folder, config }: Workspace,
  env: NodeJS.ProcessEnv,
  [program, ...args]: readonly string[],
): Started {
  const { NODE_EXTRA_CA_CERTS: _certificates, ZENML_STORE_URL: _url, ...outer } = process.env;
  const child = spawn(process.execPath, program === "zenml" ? [BIN, ...args] : args, {
    cwd: folder,
    env: {
      ...outer,
      HOME: dirname(folder),
      ZENML_CONFIG_PATH: config,
      NO_COLOR: "1",
      ...env,
    },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let output = "";
  const read = (text: string) => void (output += text);
  child.stdout.setEncoding("utf8").on("data", read);
  child.stderr.setEncoding("utf8").on("data", read);
  return {
    output: () => output,
    ended: new Promise((resolve) => void child.once("close", resolve)),
    kill: (signal) => void child.kill(signal),
  };
}

/** Looks until something is so; fails when the program ends before. */
export async function until(isSo: () => Promise<boolean>, program: Started): Promise<void> {
  let hasEnded = false;
  void program.ended.then(() => (hasEnded = true));
  for (;;) {
    if (await isSo()) return;
    if (hasEnded) throw new Error(`the program has ended:\n${program.output()}`);
    await setTimeout(20);
  }
}
