import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { Machine } from "./machine.js";
import { record } from "./recorded.js";
import type { Recorded } from "./recorded.js";

const machine = new Machine();
machine.env["ZENML_STORE_URL"] = `sqlite:///${join(machine.root, "history.db")}`;
machine.env["TZ"] = "UTC";
let recorded: Recorded;

beforeAll(async () => {
  recorded = await record(machine);
});
afterAll(() => machine.remove());

const stdoutOf = async (words: string) => (await machine.zenml(words)).stdout;
const names = (rows: unknown) =>
  Array.isArray(rows) ? rows.map((row: { name: string }) => row.name) : [];

describe("runs", () => {
  test("are listed newest first, with pipeline, status, duration and stack", async () => {
    const table = await stdoutOf("run list --columns name,pipeline,status,steps,duration,stack");
    expect(table).toBe(
      `
┏━━━━━━━━━━━━┯━━━━━━━━━━┯━━━━━━━━━━━┯━━━━━━━┯━━━━━━━━━━┯━━━━━━━━━┓
┃ NAME       │ PIPELINE │ STATUS    │ STEPS │ DURATION │ STACK   ┃
┠────────────┼──────────┼───────────┼───────┼──────────┼─────────┨
┃ training-2 │ training │ failed    │ 3     │ 2.50 s   │ default ┃
┃ training-1 │ training │ completed │ 2     │ 2.50 s   │ default ┃
┗━━━━━━━━━━━━┷━━━━━━━━━━┷━━━━━━━━━━━┷━━━━━━━┷━━━━━━━━━━┷━━━━━━━━━┛
`.trimStart(),
    );
  });

  test("can be filtered, sorted and limited", async () => {
    expect(names(await machine.json("run list --filter status=failed"))).toEqual(["training-2"]);
    expect(names(await machine.json("run list --sort name"))).toEqual(["training-1", "training-2"]);
    const limited = await machine.zenml("run list --limit 1 -o json");
    expect(names(JSON.parse(limited.stdout))).toEqual(["training-2"]);
    expect(limited.stderr).toContain("more than 1 runs");
  });

  test("are described by name, id and id prefix, with their steps and the place of a failure", async () => {
    const { stdout } = await machine.zenml("run describe training-2");
    expect(stdout).toContain("│ training (version 1)");
    expect(stdout).toMatch(/┃ load +│ cached +│/);
    expect(stdout).toMatch(/┃ report +│ skipped +│/);
    expect(stdout).toContain("Step 'train' failed: TypeError: no rows\n  at pipeline.ts:9:5\n");
    expect(await stdoutOf(`run describe ${recorded.second}`)).toBe(stdout);
    expect(await stdoutOf(`run describe ${recorded.second.slice(0, 12)}`)).toBe(stdout);
  });

  test("have logs, of all steps or of one", async () => {
    expect(await stdoutOf("run logs training-1")).toBe(
      "[load] load says 1\n[train] train says 1\n",
    );
    expect(await stdoutOf("run logs training-2 --step train")).toBe("train says 2\n");
    const { code, stderr } = await machine.zenml("run logs training-2 --step trian");
    expect([code, stderr]).toEqual([1, expect.stringContaining("Hint: Did you mean 'train'?")]);
    expect(await machine.json("run logs training-1 --step load")).toEqual([
      { step: "load", stream: "stdout", text: "load says 1", time: 0 },
    ]);
  });

  test("that do not exist are an error with the nearest name", async () => {
    const { code, stdout, stderr } = await machine.zenml("run describe trainin-2");
    expect({ code, stdout }).toEqual({ code: 1, stdout: "" });
    expect(stderr).toContain("training-2");
  });
});

describe("pipelines", () => {
  test("are listed with the status of their last run", async () => {
    const table = await stdoutOf("pipeline list --columns name,version,last_run_status");
    expect(table).toMatch(/┃ NAME +│ VERSION +│ LAST RUN STATUS ┃/);
    expect(table).toMatch(/┃ training +│ 1 +│ failed +┃/);
  });

  test("have runs, under both spellings", async () => {
    const runs = ["training-2", "training-1"];
    expect(names(await machine.json("pipeline runs training"))).toEqual(runs);
    expect(names(await machine.json("pipeline runs list --pipeline training"))).toEqual(runs);
    expect(names(await machine.json("pipeline runs --unlisted"))).toEqual([]);
    expect(names(await machine.json("pipeline runs list -s default -u default"))).toEqual(runs);
    expect((await machine.zenml("pipeline runs list -u nobody")).code).toBe(1);
    const { code } = await machine.zenml("pipeline runs training --unlisted");
    expect(code).toBe(2);
  });

  test("are described with their steps", async () => {
    const text = await stdoutOf("pipeline describe training");
    expect(text).toMatch(/┃ PARAMETER trees +│ 50 +┃/);
    expect(text).toMatch(/┃ train +│ pipeline.ts:7 +│ load +┃/);
  });
});

describe("steps", () => {
  test("of one run are listed in their order", async () => {
    expect(names(await machine.json("step list --run training-2"))).toEqual([
      "load",
      "train",
      "report",
    ]);
    expect(await stdoutOf("step list --filter status=failed --columns run,name")).toMatch(
      /┃ training-2 +│ train +┃/,
    );
  });

  test("are named by run and step in either spelling", async () => {
    const text = await stdoutOf("step describe training-2/train");
    expect(text).toContain("Step 'train' failed: TypeError: no rows\n  at pipeline.ts:9:5\n");
    expect(text).toMatch(/┃ INPUT rows +│ Array, artifact /);
    expect(await stdoutOf("step describe training-2 train")).toBe(text);
  });

  test("say what made them run again", async () => {
    expect(await stdoutOf("step why training-2 train")).toBe(
      "Step 'train' was executed. What differs from training-1/train:\n  - param 'trees': 50 -> 80\n",
    );
    expect(await stdoutOf("step why training-2/load")).toBe(
      "Step 'load' was served from the cache: all that its result depends on is as it was, in training-1/load.\n",
    );
    expect(await stdoutOf("step why training-2/report")).toContain(
      "a step before it did not complete",
    );
    expect(await stdoutOf("step why training-1/train")).toContain("no earlier execution");
    expect(await machine.json("step why training-2/train")).toMatchObject({
      status: "failed",
      compared_with: "training-1/train",
      differences: [{ part: "params", name: "trees", before: "50", after: "80" }],
    });
  });
});

describe("artifacts", () => {
  test("are listed with step, run, type and size", async () => {
    const table = await stdoutOf("artifact list --sort name --columns name,step,run,type,size");
    expect(table).toMatch(/┃ model +│ train +│ training-1 +│ Html +│ 15 bytes +┃/);
    expect(table).toMatch(/┃ rows +│ load +│ training-1 +│ Array +│ 8 bytes +┃/);
  });

  test("are described with who made them and who used them", async () => {
    const text = await stdoutOf("artifact describe training-1/load");
    expect(text).toMatch(/┃ PRODUCER +│ training-1\/load +┃/);
    expect(text).toMatch(/┃ CONSUMERS +│ training-[12]\/train +┃\n┃ +│ training-[12]\/train +┃/);
    expect(text).toMatch(/┃ PLACE +│ in the record itself +┃/);
    expect(text).toMatch(/┃ METADATA rows +│ 3 +┃/);
  });

  test("are read as what they are", async () => {
    expect(JSON.parse(await stdoutOf("artifact read training-1/load"))).toEqual([1, 2, 3]);
    expect(await stdoutOf("artifact read training-1/train/model")).toBe("<h1>Model</h1>\n");
    expect(await stdoutOf(`artifact read ${recorded.artifacts["model"]}`)).toBe("<h1>Model</h1>\n");
  });

  test("of text answer programs as one value", async () => {
    expect(await machine.json("artifact read training-1/train")).toBe("<h1>Model</h1>\n");
    expect(await machine.json("artifact read training-1/load")).toEqual([1, 2, 3]);
  });

  test("are saved into a new file, and never over another", async () => {
    const file = join(machine.work, "model.html");
    const first = await machine.zenml(`artifact read training-1/train --save model.html`);
    expect(first).toMatchObject({ code: 0, stdout: `Saved 'model' to ${file}\n` });
    expect(readFileSync(file, "utf8")).toBe("<h1>Model</h1>\n");
    writeFileSync(file, "mine");
    const again = await machine.zenml(`artifact read training-1/train --save model.html`);
    expect(again).toMatchObject({ code: 1, stderr: expect.stringContaining("exists already") });
    expect(readFileSync(file, "utf8")).toBe("mine");
  });

  test("are opened by a path where there is no browser", async () => {
    const env = { DISPLAY: "", WAYLAND_DISPLAY: "", PATH: machine.root };
    const { stdout, stderr } = await machine.zenml("artifact open training-1/train", { env });
    expect(stderr).toContain("There is no browser here. The file:");
    expect(stdout).toMatch(/model\.html\n$/);
    expect(readFileSync(stdout.trim(), "utf8")).toBe("<h1>Model</h1>\n");
  });

  test("that a step has not are named with those it has", async () => {
    const { code, stderr } = await machine.zenml("artifact read training-1/train/modle");
    expect(code).toBe(1);
    expect(stderr).toContain("Did you mean 'training-1/train/model'?");
  });
});
