import { existsSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { Machine } from "./machine.js";
import { record } from "./recorded.js";
import type { Recorded } from "./recorded.js";

let machine: Machine;
let recorded: Recorded;

beforeEach(async () => {
  machine = new Machine();
  machine.env["ZENML_STORE_URL"] = `sqlite:///${join(machine.root, "history.db")}`;
  recorded = await record(machine);
});
afterEach(() => machine.remove());

const QUESTION =
  "Are you sure you want to delete pipeline `training`? " +
  "This will change all existing runs of this pipeline to become unlisted. [y/N]: ";

test("deleting asks on a terminal, and anything but yes leaves all as it is", async () => {
  const options = { terminal: 100, input: "\n" };
  const { code, stdout, stderr } = await machine.zenml("pipeline delete training", options);
  expect({ code, stdout }).toEqual({ code: 1, stdout: "" });
  expect(stderr).toContain(`${QUESTION}Aborted!\n`);
  expect(await machine.json("pipeline list")).toHaveLength(1);
});

test("a deleted pipeline leaves its runs as unlisted ones", async () => {
  const options = { terminal: 100, input: "y\n" };
  const { code, stdout } = await machine.zenml("pipeline delete training", options);
  expect({ code, stdout }).toEqual({ code: 0, stdout: "Deleted pipeline `training`.\n" });
  expect(await machine.json("pipeline list")).toEqual([]);
  expect(await machine.json("pipeline runs --unlisted")).toMatchObject([
    { name: "training-2", pipeline_id: null },
    { name: "training-1", pipeline_id: null },
  ]);
  const table = await machine.zenml("run list --columns name,pipeline");
  expect(table.stdout).toMatch(/┃ training-2 +│ unlisted +┃/);
});

test("without a terminal nobody is asked and nothing is deleted", async () => {
  const { code, stderr } = await machine.zenml("pipeline delete training");
  expect(code).toBe(2);
  expect(stderr).toContain("Hint: Add --yes to go ahead without being asked.");
  expect(await machine.json("pipeline list")).toHaveLength(1);
});

test.each(["--yes", "-y", "--force"])("%s answers in advance", async (flag) => {
  const { code } = await machine.zenml(`pipeline delete training ${flag}`);
  expect(code).toBe(0);
  expect(await machine.json("pipeline list")).toEqual([]);
});

test("an unknown name is told before anything is asked", async () => {
  const { code, stderr } = await machine.zenml("run delete nothing", {
    terminal: 80,
    input: "y\n",
  });
  expect(code).toBe(1);
  expect(stderr).not.toContain("Are you sure");
});

test("a deleted run takes its steps and its log along and leaves what it wrote", async () => {
  const log = join(machine.root, "history.db.local", "logs", `${recorded.first}.jsonl`);
  expect(existsSync(log)).toBe(true);
  const { code, stdout } = await machine.zenml("run delete training-1 --yes");
  expect({ code, stdout }).toEqual({ code: 0, stdout: "Deleted run `training-1`.\n" });
  expect(existsSync(log)).toBe(false);
  expect(await machine.json("step list --filter step_name=train")).toHaveLength(1);
  const read = await machine.zenml(`artifact read ${recorded.artifacts["model"]}`);
  expect(read.stdout).toBe("<h1>Model</h1>\n");
});

test("deleting answers programs with what was deleted", async () => {
  const { stdout } = await machine.zenml("run delete training-1 --yes -o json");
  expect(JSON.parse(stdout)).toEqual({ id: recorded.first, name: "training-1" });
});
