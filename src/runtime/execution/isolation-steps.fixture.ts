// Steps that do what steps should not, one a name. Bundled and loaded like a person's file.
import { closeSync, fstatSync, openSync, rmSync } from "node:fs";
import { execFileSync } from "node:child_process";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { parentPort } from "node:worker_threads";
import { pipeline, step } from "../definitions.fixture.js";
import { PIPELINE } from "../definition.js";
import type { StepDefinition } from "../definition.js";
import type { StepContext } from "../step-context.js";

type Body = (context: StepContext) => unknown;

const MIB = "x".repeat(1023);

function computeForEver(): never {
  for (;;) Math.random();
}

/** Waits as a step does that has other things to hear than its signal. */
function waitDeaf(): Promise<never> {
  setInterval(() => undefined, 1000);
  return new Promise(() => undefined);
}

const BODIES = {
  returns: () => 42,
  throws: () => {
    throw new RangeError("too many");
  },
  throws_text: () => {
    throw "a text";
  },
  throws_nothing: () => Promise.reject(),
  returns_function: () => () => 1,
  returns_less: () => ({ one: 1 }),
  exits: () => process.exit(3),
  exits_caught: () => {
    try {
      process.exit(0);
    } catch {
      return "went on";
    }
  },
  exits_later: () => new Promise(() => setTimeout(() => process.exit(1), 5)),
  stray_error: () => new Promise(() => setTimeout(() => JSON.parse("{"), 5)),
  stray_rejection: async () => {
    void Promise.reject(new TypeError("nobody waits"));
    await sleep(1000);
  },
  never_settles: () => new Promise(() => undefined),
  too_slow_deaf: waitDeaf,
  too_slow_hears: async ({ signal, log }) => {
    try {
      await sleep(60_000, undefined, { signal });
    } finally {
      log.info(`heard ${signal.reason.name}`);
    }
  },
  too_slow_computes: computeForEver,
  cancelled_deaf: waitDeaf,
  cancelled_computes: computeForEver,
  segfault: () => {
    console.error("about to crash");
    process.kill(process.pid, "SIGSEGV");
    return sleep(10_000);
  },
  abort: () => {
    for (let count = 1; count <= 1000; count += 1) console.log(`line ${count} before it aborts`);
    process.abort();
  },
  gigabyte: () => {
    const chunk = `${MIB}\n`.repeat(1024);
    for (let count = 0; count < 1024; count += 1) process.stdout.write(chunk);
  },
  progress_bar: async () => {
    for (let percent = 0; percent <= 100; percent += 1) {
      process.stdout.write(`\r${percent} %`);
      if (percent % 10 === 0) await sleep(1);
    }
  },
  prints: ({ log }) => {
    console.log("on stdout");
    console.error("on stderr");
    log.warn("on the log");
  },
  prints_raw: () => void execFileSync("echo", ["from a program"], { stdio: "inherit" }),
  closes_stdout: () => {
    process.stdout.end("the last");
    process.stderr.destroy();
    return 1;
  },
  closes_pipe: async () => {
    if (parentPort !== null) parentPort.close();
    else if (process.send !== undefined) closeSync(4);
    // The first number that is free: what is written to the one that was closed would be in this file.
    const file = join(tmpdir(), `zenml-isolation-${process.pid}-${Math.random()}`);
    const taken = openSync(file, "wx+");
    console.log("heard all the same");
    console.log(`${fstatSync(taken).size} bytes in a file of its own`);
    closeSync(taken);
    rmSync(file);
    return "done";
  },
  closes_channel: async () => {
    if (parentPort !== null) parentPort.close();
    else if (process.send !== undefined) process.disconnect();
    await sleep(60_000);
  },
  hook_success: () => 1,
  hook_fails: () => 1,
  hook_crash: () => {
    process.kill(process.pid, "SIGKILL");
    return sleep(10_000);
  },
  hook_failure: () => {
    throw new Error("as it must");
  },
} as const satisfies Record<string, Body>;

export type CaseName = keyof typeof BODIES | "sibling";

const note: NonNullable<StepDefinition["configuration"]["on_success"]> = ({
  status,
  failure,
  log,
}) => log.info(`hook: ${status} ${failure?.name ?? ""}`);

const CONFIGURATIONS: Partial<Record<CaseName, StepDefinition["configuration"]>> = {
  hook_success: { on_success: note },
  hook_failure: { on_failure: note },
  hook_crash: { on_failure: note },
  hook_fails: {
    on_success: () => {
      throw new Error("no mail today");
    },
  },
};

const text = {
  name: "text",
  media_type: "text/plain",
  accepts: (value: unknown): value is unknown => typeof value === "string",
  write: () => new Uint8Array(),
  read: () => undefined,
};

const steps = Object.entries<Body>(BODIES).map(([name, body]) =>
  step(name, {
    fn: (_inputs, context) => body(context),
    configuration: CONFIGURATIONS[name as CaseName] ?? {},
    ...(name === "returns_less" ? { outputs: { one: text, two: text } } : {}),
  }),
);
const sibling = step("sibling", { fn: () => sleep(100).then(() => "there") });

const definition = pipeline(
  () => {
    for (const one of steps) one();
    sibling();
  },
  { name: "isolated" },
);

export const isolated = { [PIPELINE]: definition };
