import { createHash } from "node:crypto";
import { afterEach, beforeEach, expect, test } from "vitest";
import { pipeline, step } from "../definitions.fixture.js";
import { artifactLiteral } from "../references/external-inputs.js";
import { openEngine } from "./engine.fixture.js";
import type { Engine } from "./engine.fixture.js";
import { History } from "./history.fixture.js";

let engine: Engine;
beforeEach(async () => {
  engine = await openEngine();
});
afterEach(() => engine.close());

const sum = step("sum", {
  fn: ({ rows }) => (rows as number[]).reduce((total, row) => total + row, 0),
});
const summing = pipeline(() => sum({ rows: artifactLiteral("rows") }));

async function register(version: number, inline: string): Promise<string> {
  const hash = createHash("sha256").update(inline).digest("hex");
  const { id } = await new History(engine.store).artifact("rows", {
    ...{ inline, size: inline.length, content_hash: `sha256:${hash}` },
  });
  await engine.store.artifact_versions.create({ name: "rows", version, artifact_id: id });
  return id;
}

test("a registered artifact is the input of a step, and a newer version runs it again", async () => {
  const first = await register(1, "[1,2,3]");
  const one = (await engine.steps(await engine.run(summing))).get("sum");
  expect([one?.status, one?.inputs]).toEqual(["completed", { rows: first }]);
  expect((await engine.store.artifacts.get(one?.outputs["output"] ?? "")).inline).toBe("6");
  expect((await engine.steps(await engine.run(summing))).get("sum")?.status).toBe("cached");
  await register(2, "[4]");
  const three = (await engine.steps(await engine.run(summing))).get("sum");
  expect(three?.status).toBe("completed");
  expect((await engine.store.artifacts.get(three?.outputs["output"] ?? "")).inline).toBe("4");
});

test("what is not there is refused before a run begins", async () => {
  await expect(engine.run(summing)).rejects.toMatchObject({
    code: "pipeline_invalid",
    message: expect.stringContaining("'rows'"),
  });
  expect((await engine.store.runs.list()).items).toEqual([]);
});

test("bytes in another artifact store than the stack's are refused", async () => {
  const { id } = await new History(engine.store).artifact("rows", {
    ...{ path: `sha256/00/${"0".repeat(62)}`, artifact_store_id: crypto.randomUUID() },
  });
  await engine.store.artifact_versions.create({ name: "rows", version: 1, artifact_id: id });
  await expect(engine.run(summing)).rejects.toMatchObject({
    message: expect.stringContaining("another artifact store"),
  });
});

test("a run that goes on reads the version that it began with", async () => {
  const first = await register(1, "[1,2,3]");
  let isBroken = true;
  const once = step("once", {
    fn: ({ rows }) => {
      if (isBroken) throw new Error("not yet");
      return (rows as number[]).length;
    },
  });
  const counting = pipeline(() => once({ rows: artifactLiteral("rows") }));
  const failed = await engine.run(counting);
  expect((await engine.steps(failed)).get("once")?.status).toBe("failed");
  await register(2, "[4]");
  isBroken = false;
  const run = await engine.store.runs.get(failed.id);
  const resumed = await engine.run(counting, { resumes: { run, acceptsChanges: false } });
  const row = (await engine.steps(resumed)).get("once");
  expect([row?.status, row?.inputs]).toEqual(["completed", { rows: first }]);
  const anew = (await engine.steps(await engine.run(counting))).get("once");
  expect((await engine.store.artifacts.get(anew?.outputs["output"] ?? "")).inline).toBe("1");
});

test("a run whose artifact was deleted since cannot go on, and is told which", async () => {
  const first = await register(1, "[1,2,3]");
  const broken = step("broken", { fn: () => Promise.reject(new Error("no")) });
  const failing = pipeline(() => broken({ rows: artifactLiteral("rows") }));
  const { id } = await engine.run(failing);
  const version = (await engine.store.artifact_versions.list()).items[0];
  await engine.store.artifact_versions.delete(version?.id ?? "");
  await engine.store.artifacts.delete(first);
  const run = await engine.store.runs.get(id);
  await expect(
    engine.run(failing, { resumes: { run, acceptsChanges: false } }),
  ).rejects.toMatchObject({ message: expect.stringContaining("'rows'") });
  expect((await engine.store.runs.get(id)).status).toBe("failed");
});
