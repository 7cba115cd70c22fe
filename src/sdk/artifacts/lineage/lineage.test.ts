import { afterEach, beforeEach, expect, test } from "vitest";
import { openPlace } from "../artifacts.fixture.js";
import type { ArtifactsPlace } from "../artifacts.fixture.js";
import { lineageText } from "./lineage-text.js";

let place: ArtifactsPlace;
beforeEach(async () => void (place = await openPlace()));
afterEach(() => place.close());

/** `load` → `clean` and `split`, both → `train`; a second run has `train` from the cache and reports on it. */
async function diamond() {
  const { history } = place;
  const run = await history.run("one");
  const rows = await history.made(run, { name: "load" });
  const inputs = { rows: rows.artifact.id };
  const clean = await history.made(run, { name: "clean", inputs });
  const split = await history.made(run, { name: "split", inputs });
  const model = await history.made(run, {
    ...{ name: "train", inputs: { clean: clean.artifact.id, split: split.artifact.id } },
  });
  const other = await history.run("two");
  await history.step(other, {
    ...{ name: "train", status: "cached", inputs: model.step.inputs },
    ...{ outputs: model.step.outputs, original_step_id: model.step.id },
  });
  const report = await history.made(other, {
    name: "report",
    inputs: { model: model.artifact.id },
  });
  return { rows, clean, split, model, report };
}

const names = (nodes: readonly { readonly name: string; readonly kind: string }[]) =>
  nodes.flatMap(({ kind, name }) => (kind === "step" ? [name] : [])).toSorted();

test("up leads through a cached step to what computed it, and to what that was made of", async () => {
  const { report } = await diamond();
  const up = await place.client.artifacts.lineage(report.artifact.id, { direction: "up" });
  expect(names(up.nodes)).toEqual(["clean", "load", "report", "split", "train"]);
  expect(up.is_complete).toBe(true);
});

test("down leads to everything that was made of it, in any run", async () => {
  const { rows, report } = await diamond();
  const down = await place.client.artifacts.lineage(rows.artifact.id, { direction: "down" });
  expect(names(down.nodes)).toEqual(["clean", "report", "split", "train", "train"]);
  expect(down.nodes.some(({ id }) => id === report.artifact.id)).toBe(true);
});

test("depth and size put an end to it, and that is said", async () => {
  const { report, model } = await diamond();
  const near = await place.client.artifacts.lineage(report.artifact.id, {
    ...{ direction: "up", depth: 1 },
  });
  expect(names(near.nodes)).toEqual(["report"]);
  expect(near.nodes.some(({ id }) => id === model.artifact.id)).toBe(true);
  expect(near.is_complete).toBe(false);
  const small = await place.client.artifacts.lineage(report.artifact.id, { limit: 3 });
  expect(small.nodes).toHaveLength(3);
  expect(small.is_complete).toBe(false);
});

test("it is drawn as a tree; what leads there twice is drawn once", async () => {
  const { model, rows, clean, split } = await diamond();
  const up = await place.client.artifacts.lineage(model.artifact.id, { direction: "up" });
  const id = (one: { artifact: { id: string } }) => one.artifact.id.slice(0, 8);
  expect(lineageText(up, ["up"])).toBe(
    [
      `output (number) ${id(model)}`,
      "Made of:",
      "  └─ one/train (completed)",
      `     ├─ clean: output (number) ${id(clean)}`,
      "     │  └─ one/clean (completed)",
      `     │     └─ rows: output (number) ${id(rows)}`,
      "     │        └─ one/load (completed)",
      `     └─ split: output (number) ${id(split)}`,
      "        └─ one/split (completed)",
      `           └─ rows: output (number) ${id(rows)} (as above)`,
    ].join("\n"),
  );
});

test("a collection leads to its items, of many to the first", async () => {
  const { history, client } = place;
  const run = await history.run("one");
  const items = [];
  for (let item_index = 0; item_index < 25; item_index += 1) {
    const { artifact } = await history.made(run, {
      ...{ name: `train[${item_index}]`, map_name: "train", item_index },
    });
    items.push({ ...artifact, artifact_id: artifact.id });
  }
  const inline = JSON.stringify({ version: 1, collect: "lazy", items });
  const all = await history.made(
    run,
    { name: "train" },
    { materializer: "collection", inline, data_type: "Collection<number>" },
  );
  const up = await client.artifacts.lineage(all.artifact.id, { direction: "up" });
  expect(up.edges.filter(({ to }) => to === all.artifact.id).map(({ name }) => name)).toContain(
    "[19]",
  );
  expect(names(up.nodes)).toHaveLength(21);
  expect(lineageText(up, ["up"])).toContain("… 5 more items");
  const down = await client.artifacts.lineage(items[3]?.id ?? "", { direction: "down" });
  expect(down.nodes.some(({ id }) => id === all.artifact.id)).toBe(true);
});

test("an artifact that was registered has nothing above it", async () => {
  const { artifact } = await place.client.artifacts.register("n", { value: 1 });
  expect(await place.client.artifacts.lineage("n")).toEqual({
    artifact: artifact.id,
    nodes: [{ kind: "artifact", id: artifact.id, name: "n", type: "number" }],
    edges: [],
    is_complete: true,
  });
});
