import { tableFromArrays } from "apache-arrow";
import { randomUUID } from "node:crypto";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { localArtifactStore } from "../../../src/integrations/local/artifact-store.js";
import { writeValue } from "../../../src/artifacts/write-value.js";
import { componentFolder } from "../../../src/sdk/running/component-folder.js";
import { openSession } from "../../../src/sdk/session.js";
import { Machine } from "./machine.js";

const machine = new Machine();
machine.env["ZENML_STORE_URL"] = `sqlite:///${join(machine.root, "history.db")}`;
const ids: Record<string, string> = {};

const VALUES = {
  numbers: Float64Array.from({ length: 150 }, (_, index) => index / 2),
  rows: tableFromArrays({
    count: Int32Array.from({ length: 12 }, (_, index) => index),
    big: BigInt64Array.from({ length: 12 }, (_, index) => 2n ** 60n + BigInt(index)),
    word: Array.from({ length: 12 }, (_, index) => `row ${index}`),
  }),
  blob: new Uint8Array([1, 2, 3, 255]),
};

beforeAll(async () => {
  const session = await openSession({ env: machine.env, cwd: machine.work });
  const component = await session.store.components.get("default", { type: "artifact_store" });
  const root = componentFolder(session.localFolder, component.id);
  for (const [name, value] of Object.entries(VALUES)) {
    const written = await writeValue(value, {
      store: localArtifactStore({ root }),
      step: "make",
      output: name,
    });
    const id = (ids[name] = randomUUID());
    const owner = { step_id: null, run_id: null, artifact_store_id: component.id };
    await session.store.artifacts.create({ ...written, id, name, ...owner });
  }
  await session.close();
});
afterAll(() => machine.remove());

const read = (name: string, flags = "", terminal?: number) =>
  machine.zenml(
    `artifact read ${ids[name]} --quiet ${flags}`,
    terminal === undefined ? {} : { terminal },
  );

test("a table shows its first rows to people and all to programs", async () => {
  const { stdout } = await read("rows");
  expect(stdout).toMatch(/┃ count +│ big +│ word +┃/);
  expect(stdout).toMatch(/┃ 9 +│ 1152921504606846985 +│ row 9 +┃/);
  expect(stdout).not.toContain("row 10");
  const csv = await read("rows", "-o csv");
  expect(csv.stdout.split("\r\n").slice(0, 2)).toEqual([
    "count,big,word",
    "0,1152921504606846976,row 0",
  ]);
  expect(csv.stdout.trimEnd().split("\r\n")).toHaveLength(13);
  const json: unknown = JSON.parse((await read("rows", "-o json")).stdout);
  expect(json).toHaveLength(12);
});

test("an array shows its first numbers to people and all to programs", async () => {
  const { stdout } = await read("numbers");
  expect(stdout.trimEnd().split("\n")).toHaveLength(100);
  const json: unknown = JSON.parse((await read("numbers", "-o json")).stdout);
  expect(json).toEqual([...VALUES.numbers]);
});

test("binary is refused on a terminal with a way out, and passed on in a pipe", async () => {
  const refused = await read("blob", "", 80);
  expect(refused).toMatchObject({ code: 1, stdout: "" });
  expect(refused.stderr).toMatch(/zenml artifact read [0-9a-f]{8} --save FILE/);
  const saved = await read("blob", "--save blob.bin -o json", 80);
  expect(JSON.parse(saved.stdout)).toEqual({ path: join(machine.work, "blob.bin"), size: 4 });
});

test("the place of bytes is a path of this machine", async () => {
  const { stdout } = await machine.zenml(`artifact describe ${ids["blob"]}`);
  expect(stdout).toContain(join(machine.root, "history.db.local"));
});
