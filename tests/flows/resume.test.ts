// Runs whose process dies, as a person goes on with them.
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { makeWorkspace } from "./workspace.js";
import type { Workspace } from "./workspace.js";

const PIPELINE = `
import { appendFileSync, existsSync, writeFileSync } from "node:fs";
import { setTimeout } from "node:timers/promises";
import { pipeline, step } from "zenml";

const note = (name: string) => appendFileSync("effects", name + "\\n");
const load = step("load", () => { note("load"); return [1, 2, 3]; });
const die = step("die", ({ rows }: { rows: number[] }) => {
  note("die");
  if (!existsSync("died")) {
    writeFileSync("died", "");
    process.kill(process.pid, "SIGKILL");
  }
  return rows.length;
});
const slow = step("slow", async ({ count }: { count: number }) => {
  note("slow");
  await setTimeout(count * 500);
  return count;
});
export const fragile = pipeline("fragile", () => slow({ count: die({ rows: load() }) }));
`;

const WAITING = `
import { existsSync, writeFileSync } from "node:fs";
import { setTimeout } from "node:timers/promises";
import { pipeline, step } from "zenml";
const wait = step("wait", async (_inputs, { signal, log }) => {
  log.info("waiting");
  await setTimeout(100_000, undefined, { signal });
});
export const waiting = pipeline("waiting", () => { wait(); });
`;

let space: Workspace;
beforeAll(async () => {
  space = await makeWorkspace({ "fragile.ts": PIPELINE, "waiting.ts": WAITING });
});
afterAll(() => space.remove());

async function effects(): Promise<string[]> {
  return (await readFile(join(space.folder, "effects"), "utf8")).trim().split("\n");
}

test("a run whose process was killed is shown as interrupted, and goes on where it stopped", async () => {
  await space.zenml("run", "fragile.ts", "--name", "one");
  expect(await space.json("run", "list")).toMatchObject([{ name: "one", status: "interrupted" }]);
  expect(await space.json("run", "list", "--filter", "status=running")).toHaveLength(1);
  expect((await space.zenml("run", "status", "one")).stdout).toBe("interrupted\n");
  const answers = await Promise.all([
    space.zenml("run", "resume", "one"),
    space.zenml("run", "resume", "one"),
  ]);
  expect(answers.map(({ code }) => code).sort()).toEqual([0, 1]);
  const [loser] = answers.filter(({ code }) => code === 1);
  expect(loser?.stderr).toMatch(/Run 'one' is (being executed by process \d+|completed)/);
  expect(await effects()).toEqual(["load", "die", "die", "slow"]);
  expect((await space.zenml("run", "status", "one")).stdout).toBe("completed\n");
});

test("a part of a run is repeated as a new run, which takes over the rest", async () => {
  const answer = await space.zenml("run", "retry", "one", "--from", "slow", "--name", "two");
  expect(answer).toMatchObject({
    code: 0,
    stdout: expect.stringContaining("1 completed, 2 cached"),
  });
  expect(await effects()).toEqual(["load", "die", "die", "slow", "slow"]);
  const nothing = await space.zenml("run", "retry", "one");
  expect(nothing).toMatchObject({ code: 1, stderr: expect.stringContaining("--from STEP") });
});

test("a changed pipeline does not go on with an old run before somebody says that it may", async () => {
  const again = PIPELINE.replace('existsSync("died")', 'existsSync("died again")').replace(
    'writeFileSync("died", "")',
    'writeFileSync("died again", "")',
  );
  await space.write("fragile.ts", again);
  await space.zenml("run", "fragile.ts", "--name", "three");
  await space.write("fragile.ts", again.replace("rows.length", "rows.length + 1"));
  const refused = await space.zenml("run", "resume", "three");
  expect(refused.code).toBe(1);
  expect(refused.stderr).toContain("step 'die': its code");
  expect(refused.stderr).toContain("--accept-changes");
  expect((await space.zenml("run", "status", "three")).stdout).toBe("interrupted\n");
  expect((await space.zenml("run", "resume", "three", "--accept-changes")).code).toBe(0);
});

test("a run is cancelled from elsewhere, whether somebody executes it or nobody does", async () => {
  const running = space.start("run", "waiting.ts", "--name", "waits");
  const ended = new Promise((resolve) => running.once("exit", resolve));
  await new Promise<void>((resolve) => {
    running.stderr?.on("data", (text: Buffer) => {
      if (text.toString().includes("waiting")) resolve();
    });
  });
  const watching = space.zenml("run", "watch", "waits");
  const cancelled = await space.zenml("run", "cancel", "waits");
  expect(cancelled.stdout).toContain("Asked run `waits` to end.");
  expect(await ended).toBe(130);
  const watched = await watching;
  expect(watched).toMatchObject({ code: 130, stdout: expect.stringContaining("was cancelled") });
  expect((await space.zenml("run", "cancel", "waits")).stderr).toContain("has ended already");

  const dying = space.start("run", "waiting.ts", "--name", "dies");
  await new Promise<void>((resolve) => {
    dying.stderr?.on("data", (text: Buffer) => {
      if (text.toString().includes("waiting")) resolve();
    });
  });
  const dead = new Promise((resolve) => dying.once("exit", resolve));
  dying.kill("SIGKILL");
  await dead;
  const answer = await space.zenml("run", "cancel", "dies");
  expect(answer.stdout).toContain("nobody was executing it");
  expect((await space.zenml("run", "status", "dies")).stdout).toBe("cancelled\n");
  const left = ["--run", "dies", "--filter", "status=running"];
  expect(await space.json("step", "list", ...left)).toEqual([]);
});
