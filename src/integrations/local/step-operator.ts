// Executes a step's command as a process of its own on this machine, and waits for it. Knows processes,
// and nothing of steps.
import { spawn } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import type { Readable } from "node:stream";
import { createInterface } from "node:readline";
import { PARENT_VARIABLE } from "../../stack/step-operator.js";
import type { LaunchEnd, StepLaunch, StepOperator } from "../../stack/step-operator.js";
import { memoryBytes } from "../../stack/settings/resource-settings.js";
import { watchMemory } from "../../util/watch-memory.js";

/** What numeric libraries look at to know how many cores are theirs. */
const THREAD_VARIABLES = ["OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"];

/** How long pipes that others hold open are read after the process ended. */
const DRAIN_MS = 500;

export function localStepOperator(): StepOperator {
  return { launch };
}

function launch(step: StepLaunch): Promise<LaunchEnd> {
  const [program, ...args] = step.command;
  const child = spawn(program, args, {
    env: environmentOf(step),
    // A group of its own: what it starts ends with it.
    detached: true,
    stdio: ["ignore", "pipe", "pipe"],
  });
  printLines(child.stdout, (line) => step.print("stdout", line));
  printLines(child.stderr, (line) => step.print("stderr", line));
  return ended(child, step);
}

function ended(child: ChildProcess, { resources, signal }: StepLaunch): Promise<LaunchEnd> {
  return new Promise((resolve) => {
    let verdict: LaunchEnd | undefined;
    const kill = (): void => endGroup(child);
    const limit = memoryBytes(resources.memory ?? "");
    const stopWatching =
      limit === undefined || child.pid === undefined
        ? undefined
        : watchMemory(child.pid, limit, () => {
            verdict = { type: "out_of_memory", limit: resources.memory ?? "" };
            kill();
          });
    const finish = (): void => {
      if (verdict === undefined) return;
      signal.removeEventListener("abort", kill);
      for (const stream of child.stdio) stream?.destroy();
      resolve(verdict);
    };
    child.once("error", (error) => {
      verdict ??= { type: "not_started", error };
      if (child.pid === undefined) finish();
    });
    child.once("exit", (code, by) => {
      stopWatching?.();
      verdict ??=
        by === null ? { type: "exited", code: code ?? 0 } : { type: "killed", signal: by };
      // What it left behind would hold its pipes open.
      kill();
      setTimeout(finish, DRAIN_MS).unref();
    });
    child.once("close", finish);
    signal.addEventListener("abort", kill, { once: true });
    if (signal.aborted) kill();
  });
}

function environmentOf({ environment, resources }: StepLaunch): NodeJS.ProcessEnv {
  const { cpu_count } = resources;
  const threads = cpu_count === undefined ? undefined : String(Math.max(1, Math.floor(cpu_count)));
  const own = threads === undefined ? [] : THREAD_VARIABLES.map((name) => [name, threads]);
  return {
    ...Object.fromEntries(own),
    ...process.env,
    ...environment,
    [PARENT_VARIABLE]: String(process.pid),
  };
}

function printLines(stream: Readable | null, print: (line: string) => void): void {
  if (stream === null) return;
  stream.on("error", () => undefined);
  createInterface({ input: stream, crlfDelay: Number.POSITIVE_INFINITY }).on("line", print);
}

function endGroup({ pid }: ChildProcess): void {
  if (pid === undefined) return;
  try {
    process.kill(process.platform === "win32" ? pid : -pid, "SIGKILL");
  } catch {
    // There is nobody left in the group.
  }
}
