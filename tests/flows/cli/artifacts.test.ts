// Artifacts with names, on the command line: registered, tagged, traced, pruned.
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { Machine } from "./machine.js";
import { record } from "./recorded.js";
import type { Recorded } from "./recorded.js";

const machine = new Machine();
machine.env["ZENML_STORE_URL"] = `sqlite:///${join(machine.root, "history.db")}`;
let recorded: Recorded;

beforeAll(async () => {
  recorded = await record(machine);
  writeFileSync(join(machine.work, "rows.csv"), "species,mass\nAdelie,3750\n");
});
afterAll(() => machine.remove());

const stdoutOf = async (words: string) => (await machine.zenml(words)).stdout;

test("files, values and outputs of steps get names and versions", async () => {
  expect(await stdoutOf("artifact register rows --file rows.csv --description penguins")).toMatch(
    /^Registered 'rows' version 1: File, artifact [0-9a-f-]{36}\.\n$/,
  );
  expect(await stdoutOf("artifact read rows")).toBe("species,mass\nAdelie,3750\n");
  const value = ["artifact", "register", "limits", "--value", '{"most": 10}'];
  expect((await machine.zenml(value)).stdout).toContain("'limits' version 1");
  expect(await machine.json("artifact read limits:1")).toEqual({ most: 10 });
  expect(await stdoutOf("artifact register model --artifact training-1/train")).toContain(
    "'model' version 1",
  );
  expect(await stdoutOf("artifact read model")).toBe("<h1>Model</h1>\n");
});

test("tags are given, listed, used as references and taken away", async () => {
  expect(await stdoutOf("artifact tag rows:1 clean checked")).toBe(
    "Tags of 'rows:1': checked, clean\n",
  );
  expect(await stdoutOf("artifact read rows:clean")).toContain("Adelie");
  expect(await stdoutOf("artifact version list --columns name,version,tags,type")).toMatch(
    /┃ rows +│ 1 +│ checked, clean +│ File +┃/,
  );
  expect(await machine.json("artifact list --tag clean")).toMatchObject([{ name: "rows" }]);
  expect(await machine.json("artifact list --tag unknown")).toEqual([]);
  expect(await stdoutOf("artifact untag rows:clean clean checked")).toBe(
    "Tags of 'rows:clean': none\n",
  );
});

test("a description shows name, version and where it came from", async () => {
  const text = await stdoutOf("artifact describe rows");
  expect(text).toMatch(/┃ VERSIONS +│ rows:1 +┃/);
  expect(text).toMatch(/┃ DESCRIPTION +│ penguins +┃/);
  expect(text).toMatch(/┃ METADATA source_file +│ rows.csv +┃/);
});

test("statistics are shown with their distribution, and whole as JSON", async () => {
  const rows = JSON.stringify(
    Array.from({ length: 30 }, (_, index) => ({ species: "Adelie", mass: 3000 + index })),
  );
  await machine.zenml(["artifact", "register", "masses", "--value", rows]);
  const text = await stdoutOf("artifact describe masses");
  expect(text).toMatch(/COLUMN species +│ string; no nulls; 1 distinct; Adelie \(30\)/);
  expect(text).toMatch(/COLUMN mass +│ .*3000 to 3029, mean 3014.5 ± 8.65.*  [▁▂▃▄▅▆▇█]{20}/);
  expect(await machine.json("artifact describe masses")).toMatchObject({
    metadata: { items: 30, statistics: [{ name: "species" }, { name: "mass", min: 3000 }] },
  });
});

test("lineage is drawn, also from a name", async () => {
  expect(await stdoutOf("artifact lineage model --up")).toMatch(
    /^model \(Html\) [0-9a-f]{8}\nMade of:\n  └─ training-1\/train \(completed\)\n     └─ rows \(Array\)/,
  );
  expect(await stdoutOf("artifact lineage training-1/load --down --depth 1")).toContain(
    "training-1/train",
  );
  expect(await machine.json("artifact lineage model")).toMatchObject({ is_complete: true });
  expect((await machine.zenml("artifact lineage model --up --down")).code).toBe(2);
});

test("what was named is kept when its run goes; the rest is pruned", async () => {
  expect((await machine.zenml("artifact prune")).stdout).toBe("There is nothing to prune.\n");
  await machine.zenml("run delete training-2 --yes");
  await machine.zenml("run delete training-1 --yes");
  expect(await machine.json("artifact prune --dry-run")).toMatchObject({ artifacts: 1 });
  const asked = await machine.zenml("artifact prune");
  expect([asked.code, asked.stderr]).toEqual([2, expect.stringContaining("Nobody can answer")]);
  expect(await stdoutOf("artifact prune --yes")).toMatch(/^1 artifact and 0 files .* were deleted/);
  expect(await stdoutOf("artifact read model:1")).toBe("<h1>Model</h1>\n");
  const gone = await machine.zenml(`artifact read ${recorded.artifacts["rows"] ?? ""}`);
  expect(gone.code).toBe(1);
});

test("a version is deleted by its number, then the artifact can be", async () => {
  const refused = await machine.zenml("artifact delete model --yes");
  expect(refused.stderr).toContain("zenml artifact version delete model:1");
  expect(await stdoutOf("artifact version delete model:1 --yes")).toBe(
    "Deleted artifact version `model:1`.\n",
  );
  expect((await machine.zenml("artifact read model:1")).code).toBe(1);
});

test.for([
  ["artifact register x", 1, "none was given"],
  ["artifact register x --value {", 2, "--value is no JSON"],
  ["artifact register x --file gone.csv", 1, "There is no file"],
  ["artifact register x --url ftp://x/y", 1, "no address of the web"],
  ["artifact register a:b --value 1", 1, "cannot contain ':'"],
  ["artifact read rows:9", 1, "It has: rows:1"],
  ["artifact tag rows 7", 1, "cannot be a number"],
  ["artifact prune --older-than soon", 2, "is no age"],
] as const)("'zenml %s' is refused with a way out", async ([words, code, text]) => {
  const answer = await machine.zenml(words);
  expect([answer.code, answer.stdout]).toEqual([code, ""]);
  expect(answer.stderr).toContain(text);
  expect(answer.stderr).toContain("Hint: ");
});
