import { chmod, mkdtemp, rm, truncate, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { localArtifactStore } from "../integrations/local/artifact-store.js";
import type { ArtifactStore } from "./artifact-store.js";
import { materializer } from "./define-materializer.js";
import { file } from "./materializers/file.js";
import { readValue } from "./read-value.js";
import type { StoredContent } from "./stored-content.js";
import { writeValue } from "./write-value.js";

let root = "";
let store: ArtifactStore;

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), "zenml-read-"));
  store = localArtifactStore({ root });
});
afterEach(() => rm(root, { recursive: true }));

class Model {
  weights: number[];
  constructor(weights: number[]) {
    this.weights = weights;
  }
}
const model = materializer<Model>({
  name: "model",
  media_type: "application/json",
  accepts: (value) => value instanceof Model,
  write: (value) => Buffer.from(JSON.stringify(value.weights)),
  read: async (from) => new Model(JSON.parse(Buffer.from(await from.bytes()).toString())),
});

function write(value: unknown): Promise<StoredContent> {
  const declared = value instanceof Model ? model : undefined;
  return writeValue(value, { store, materializer: declared, step: "train", output: "model" });
}

function pathOf(content: StoredContent): string {
  return join(root, content.path ?? "");
}

test("a person's own type comes back through the materializer that is passed", async () => {
  const content = await write(new Model([1, 2]));
  const back = await readValue(content, { store, materializers: new Map([["model", model]]) });
  expect(back).toStrictEqual(new Model([1, 2]));
});

test("a materializer that is not known is named, with what to do", async () => {
  const content = await write(new Model([1]));
  await expect(
    readValue(content, { store, label: "'model' of step 'train'" }),
  ).rejects.toMatchObject({
    code: "materializer_missing",
    message: expect.stringContaining("'model' of step 'train' was written by materializer 'model'"),
    hint: expect.stringContaining("Pass the materializer 'model'"),
  });
});

test("an inline text that was changed is artifact_unreadable, naming the artifact", async () => {
  const content = await write({ accuracy: 0.5 });
  const changed = { ...content, inline: '{"accuracy":0.9}' };
  await expect(readValue(changed, { store, label: "'model'" })).rejects.toMatchObject({
    code: "artifact_unreadable",
    message: expect.stringContaining("Artifact 'model'"),
  });
});

test.each([
  ["cut off", (path: string) => truncate(path, 1000)],
  ["changed", (path: string) => writeFile(path, Buffer.alloc(8128, 1))],
  ["removed", (path: string) => rm(path)],
])("a file that was %s is artifact_unreadable, with a way out", async (_name, damage) => {
  const content = await write(new Float64Array(1000));
  await chmod(pathOf(content), 0o644);
  await damage(pathOf(content));
  await expect(readValue(content, { store, label: "'model'" })).rejects.toMatchObject({
    code: "artifact_unreadable",
    message: expect.stringContaining("Artifact 'model'"),
    hint: expect.stringContaining("--no-cache"),
  });
});

test("bytes that the materializer cannot make sense of are artifact_unreadable", async () => {
  for (const materializer of ["array", "table", "image", "json"]) {
    const content = { ...(await write(Buffer.from("no format"))), materializer };
    await expect(readValue(content, { store })).rejects.toMatchObject({
      code: "artifact_unreadable",
    });
  }
});

test("a record of another size than the file is artifact_unreadable", async () => {
  const content = { ...(await write(Buffer.from("1234"))), size: 5 };
  await expect(readValue(content, { store })).rejects.toMatchObject({
    code: "artifact_unreadable",
    message: expect.stringContaining("4 bytes instead of 5"),
  });
});

test("a record that has neither text nor path is artifact_unreadable", async () => {
  const content = { ...(await write(1)), inline: null };
  await expect(readValue(content, { store })).rejects.toMatchObject({
    code: "artifact_unreadable",
  });
});

test("a file value whose file is gone is refused when it is read, not when it is used", async () => {
  const source = join(root, "rows.csv");
  await writeFile(source, "a,b\n");
  const content = await write(file(source));
  await rm(pathOf(content));
  await expect(readValue(content, { store })).rejects.toMatchObject({
    code: "artifact_unreadable",
    message: expect.stringContaining("is gone"),
  });
});
