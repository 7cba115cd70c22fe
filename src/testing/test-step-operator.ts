import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { LaunchEnd, StepLaunch, StepOperator } from "../stack/step-operator.js";
import type { Open, TestFunction } from "./suite.js";

interface LaunchOptions extends Partial<Omit<StepLaunch, "command">> {
  readonly program?: string;
  /** After the folder. */
  readonly args?: readonly string[];
}

interface Tried {
  readonly folder: string;
  /** A program of Node, which has the folder as its first argument. */
  launch(script: string, options?: LaunchOptions): Promise<LaunchEnd>;
}

type Law = (tried: Tried) => Promise<void>;

const WRITE = 'require("node:fs").writeFileSync(process.argv[1] + "/answer", ';

const LAWS: Readonly<Record<string, Law>> = {
  "a command that ends well is told as such, and found its folder": async (tried) => {
    const end = await tried.launch(`${WRITE}"done")`);
    assert.deepEqual(end, { type: "exited", code: 0 });
    assert.equal(await readFile(join(tried.folder, "answer"), "utf8"), "done");
  },
  "the code that a command exits with is told": async (tried) => {
    assert.deepEqual(await tried.launch("process.exit(7)"), { type: "exited", code: 7 });
  },
  "arguments arrive as they are, through no shell": async (tried) => {
    const given = ["a b", '"', "'", "$HOME", "*", "a\nb", "ä 🔑", "--flag", ""];
    await tried.launch(`${WRITE}JSON.stringify(process.argv.slice(2)))`, { args: given });
    const found: unknown = JSON.parse(await readFile(join(tried.folder, "answer"), "utf8"));
    assert.deepEqual(found, given);
  },
  "variables arrive beside those that there are": async (tried) => {
    const both = "process.env.ZENML_TRIED + (process.env.PATH === undefined)";
    await tried.launch(`${WRITE}${both})`, { environment: { ZENML_TRIED: "yes " } });
    assert.equal(await readFile(join(tried.folder, "answer"), "utf8"), "yes false");
  },
  "a command that is not wanted any more is ended": async (tried) => {
    const controller = new AbortController();
    const beat = `setInterval(() => ${WRITE}String(Date.now())), 20)`;
    const ended = tried.launch(beat, { signal: controller.signal });
    while (!existsSync(join(tried.folder, "answer"))) await turn();
    controller.abort();
    const end = await ended;
    assert.ok(end.type !== "exited" || end.code !== 0, "it is told as ended well");
    await rm(join(tried.folder, "answer"));
    for (let waited = 0; waited < 5; waited += 1) await turn();
    assert.ok(!existsSync(join(tried.folder, "answer")), "it goes on");
  },
  "what was not wanted before it began ends too": async (tried) => {
    const signal = AbortSignal.abort();
    const end = await tried.launch("setInterval(() => undefined, 1000)", { signal });
    assert.ok(end.type !== "exited" || end.code !== 0, "it is told as ended well");
  },
  "a program that is not there is told, whether thrown or not": async (tried) => {
    const program = join(tried.folder, "nowhere");
    const end = await tried.launch("", { program }).catch((error: unknown) => ({ error }));
    assert.ok("error" in end || end.type !== "exited" || end.code !== 0);
  },
  "two commands at once do not disturb each other": async (tried) => {
    const codes = [3, 4, 5, 6];
    const ends = codes.map((code) => tried.launch(`setTimeout(() => process.exit(${code}), 50)`));
    assert.deepEqual(
      await Promise.all(ends),
      codes.map((code) => ({ type: "exited", code })),
    );
  },
};

/** What every step operator must do, a test each. It is given programs of Node. */
export function testStepOperator(test: TestFunction, open: Open<StepOperator>): void {
  for (const [name, law] of Object.entries(LAWS)) {
    test(`step operator: ${name}`, async () => {
      const folder = await mkdtemp(join(tmpdir(), "zenml-launch-"));
      try {
        await law(tried(await open(), folder));
      } finally {
        await rm(folder, { recursive: true, force: true });
      }
    });
  }
}

function tried(operator: StepOperator, folder: string): Tried {
  return {
    folder,
    launch: (script, { program = process.execPath, args = [], ...options } = {}) =>
      operator.launch({
        run: { id: "1", name: "run" },
        step: { id: "2", name: "train[0]" },
        pipeline: "contract",
        attempt: 1,
        command: [program, "-e", script, "--", folder, ...args],
        environment: {},
        folder,
        resources: {},
        settings: {},
        print: () => undefined,
        signal: new AbortController().signal,
        ...options,
      }),
  };
}

function turn(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 20));
}
