// A run whose server is killed, or started anew, in its middle.
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { makeWorkspace } from "../workspace.js";
import type { Workspace } from "../workspace.js";
import { lastingServer } from "./lasting-server.js";
import type { LastingServer } from "./lasting-server.js";
import { startIn, until } from "./started.js";

const LENGTH = 30;

/** Each step notes that it was executed; the one in the middle waits for a file. */
const FILES = {
  "chain.js": `
import { appendFileSync, existsSync, writeFileSync } from "node:fs";
import { setTimeout } from "node:timers/promises";
import { pipeline, step } from "zenml";
const next = step("next", { enable_cache: false }, async ({ at }) => {
  appendFileSync("executed.txt", at + "\\n");
  console.log("at " + at);
  if (at === ${LENGTH / 2}) {
    writeFileSync("reached", "");
    while (!existsSync("go")) await setTimeout(20);
  }
  return at + 1;
});
export const chain = pipeline("chain", () => {
  let at = next({ at: 0 });
  for (let i = 1; i < ${LENGTH}; i++) at = next({ at });
  return at;
});
`,
  "from-code.js": `
import { chain } from "./chain.js";
const run = await chain.run();
console.log("ended: " + run.status);
`,
};

let workspace: Workspace;
let server: LastingServer;
beforeAll(async () => {
  server = await lastingServer();
});
afterAll(() => server.remove());
beforeEach(async () => {
  workspace = await makeWorkspace(FILES);
  return () => workspace.remove();
});

const file = (name: string) => readFile(join(workspace.folder, name), "utf8");
const lines = async (name: string) => (await file(name)).trim().split("\n");

interface Row {
  readonly id: string;
  readonly name: string;
  readonly status: string;
  readonly run_id: string;
}

async function newestRun(): Promise<Row> {
  const list = await server.get("/projects/default/runs?sort=created:desc&limit=1");
  const [run] = (list as { items: Row[] }).items;
  if (run === undefined) throw new Error("there is no run");
  return run;
}

async function rowsOf(resource: string, run: Row): Promise<readonly Row[]> {
  const path = `/projects/default/${resource}?run_id=${run.id}&limit=1000`;
  return ((await server.get(path)) as { items: Row[] }).items;
}

async function expectComplete(): Promise<void> {
  const run = await newestRun();
  expect(run.status).toBe("completed");
  const steps = await rowsOf("steps", run);
  expect(new Set(steps.map(({ name }) => name)).size).toBe(LENGTH);
  expect(steps.map(({ status }) => status)).toEqual(Array(LENGTH).fill("completed"));
  const outputs = (await rowsOf("artifacts", run)).filter(({ name }) => name === "output");
  expect(outputs).toHaveLength(LENGTH);
  const executed = await lines("executed.txt");
  expect(executed).toEqual(Array.from({ length: LENGTH }, (_, at) => String(at)));
  const log = await workspace.zenmlIn(server.env, "run", "logs", run.id);
  const printed = log.stdout.split("\n").filter((line) => / at \d+$/.test(line));
  expect(printed).toHaveLength(LENGTH);
}

test.each([
  ["SIGKILL", "chain.js", "the command line"],
  ["SIGTERM", "chain.js", "the command line"],
  ["SIGKILL", "from-code.js", "code"],
] as const)(
  "after %s of its server, %s begun by %s goes on and is recorded whole, once",
  async (signal, name, _who) => {
    const command = name === "chain.js" ? ["zenml", "run", name] : ["node", name];
    const run = startIn(workspace, server.env, command);
    await until(
      () =>
        file("reached").then(
          () => true,
          () => false,
        ),
      run,
    );
    await server.end(signal);
    await workspace.write("go", "");
    await until(async () => run.output().includes("does not answer"), run);
    await server.start();
    expect(await run.ended, run.output()).toBe(0);
    expect(run.output()).toContain("answers again; the run goes on");
    await expectComplete();
  },
  60_000,
);

test("a server that is killed again and again under a run makes nothing twice", async () => {
  await workspace.write("go", "");
  const run = startIn(workspace, server.env, ["zenml", "run", "chain.js"]);
  for (const at of [3, 11, 19, 27]) {
    await until(async () => (await file("executed.txt").catch(() => "")).includes(`${at}\n`), run);
    await server.end("SIGKILL");
    await server.start();
  }
  expect(await run.ended, run.output()).toBe(0);
  await expectComplete();
}, 60_000);

test("a run whose server stays away is stopped with the way to go on, and resumed", async () => {
  const run = startIn(workspace, { ...server.env, ZENML_SERVER_WAIT: "2" }, [
    "zenml",
    "run",
    "chain.js",
  ]);
  await until(
    () =>
      file("reached").then(
        () => true,
        () => false,
      ),
    run,
  );
  await server.end("SIGKILL");
  await workspace.write("go", "");
  expect(await run.ended).toBe(1);
  const [, name = ""] = /zenml run resume (\S+)/.exec(run.output()) ?? [];
  expect(run.output()).toContain(`Run '${name}' was stopped, since it could not be recorded`);
  expect(run.output()).not.toContain(server.token);
  expect(run.output()).not.toMatch(/^\s+at .*\(.*:\d+:\d+\)/m);
  await server.start();
  expect((await newestRun()).name).toBe(name);
  expect(await workspace.zenmlIn(server.env, "run", "resume", name)).toMatchObject({ code: 0 });
  const rows = await rowsOf("steps", await newestRun());
  expect(rows.filter(({ status }) => status === "completed")).toHaveLength(LENGTH);
  // What was recorded before is not executed again; the step under way is.
  const executed = await lines("executed.txt");
  expect(executed.filter((at) => Number(at) < LENGTH / 2)).toHaveLength(LENGTH / 2);
}, 60_000);

test("a wait that is no number of seconds is refused before the run", async () => {
  const env = { ...server.env, ZENML_SERVER_WAIT: "long" };
  const refused = await workspace.zenmlIn(env, "run", "chain.js");
  expect(refused).toMatchObject({ code: 1 });
  expect(refused.stderr).toContain("ZENML_SERVER_WAIT is 'long'");
});
