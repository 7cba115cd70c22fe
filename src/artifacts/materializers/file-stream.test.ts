// Files that are made of streams: written as they come.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { localArtifactStore } from "../../integrations/local/artifact-store.js";
import { readValue } from "../read-value.js";
import { writeValue } from "../write-value.js";
import { file } from "./file.js";
import type { FileValue } from "./file-value.js";

const folder = mkdtempSync(join(tmpdir(), "zenml-stream-"));
const store = localArtifactStore({ root: folder });
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const write = (value: FileValue) => writeValue(value, { store, step: "make", output: "output" });

test("a stream under a name is written as it comes, never held whole", async () => {
  let [given, most] = [0, 0];
  const rows = async function* () {
    for (let index = 0; index < 256; index += 1) {
      given += 1 << 20;
      most = Math.max(most, process.memoryUsage().arrayBuffers);
      yield new Uint8Array(1 << 20).fill(index);
    }
    yield "end";
  };
  const before = process.memoryUsage().arrayBuffers;
  const content = await write(file(rows(), "large.bin"));
  expect(content).toMatchObject({ size: given + 3, metadata: { file_name: "large.bin" } });
  expect(most - before).toBeLessThan(160 << 20);
  const back = (await readValue(content, { store })) as FileValue;
  let size = 0;
  for await (const chunk of back.stream()) size += chunk.length;
  expect(size).toBe(given + 3);
});

test("a stream has a name, is read once, and leaves nothing when it breaks", async () => {
  const chunks = async function* () {
    yield "a";
  };
  expect(() => file(chunks(), "")).toThrow("without a name");
  const value = file(chunks(), "a.txt");
  expect(await value.text()).toBe("a");
  await expect(value.text()).rejects.toMatchObject({ code: "artifact_unreadable" });
  const broken = async function* () {
    yield "half";
    throw new Error("the source broke");
  };
  await expect(write(file(broken(), "b.txt"))).rejects.toThrow("the source broke");
});
