// One round of `arrays`: a 100 MB Float64Array to a folder and back, plainly or as an artifact.
// Prints milliseconds and peak memory as JSON.
import { open, rm } from "node:fs/promises";
import { join } from "node:path";
import { readValue } from "../src/artifacts/read-value.js";
import { writeValue } from "../src/artifacts/write-value.js";
import { localArtifactStore } from "../src/integrations/local/artifact-store.js";

const ITEMS = 12_500_000;
const [mode = "plain", folder = "."] = process.argv.slice(2);

interface Round {
  write_ms: number;
  read_ms: number;
  correct: boolean;
}

function numbers(): Float64Array {
  const array = new Float64Array(ITEMS);
  const seed = Date.now() % 1000;
  for (let index = 0; index < ITEMS; index += 1) array[index] = Math.sqrt(index + seed);
  return array;
}

async function plain(array: Float64Array): Promise<Round> {
  const path = join(folder, "plain.bin");
  const begin = performance.now();
  const output = await open(path, "w");
  await output.write(new Uint8Array(array.buffer));
  await output.sync();
  await output.close();
  const written = performance.now();
  const input = await open(path);
  const bytes = new Uint8Array((await input.stat()).size);
  await input.read(bytes, 0, bytes.length, 0);
  await input.close();
  const end = performance.now();
  const back = new Float64Array(bytes.buffer);
  return { write_ms: written - begin, read_ms: end - written, correct: isSame(array, back) };
}

async function artifact(array: Float64Array): Promise<Round> {
  const store = localArtifactStore({ root: join(folder, "artifacts") });
  const begin = performance.now();
  const content = await writeValue(array, { store, step: "write", output: "array" });
  const written = performance.now();
  const back = await readValue(content, { store });
  const end = performance.now();
  const correct = back instanceof Float64Array && isSame(array, back);
  return { write_ms: written - begin, read_ms: end - written, correct };
}

function isSame(left: Float64Array, right: Float64Array): boolean {
  return left.length === right.length && left.every((item, index) => item === right[index]);
}

const array = numbers();
const round = mode === "plain" ? await plain(array) : await artifact(array);
await rm(folder, { recursive: true });
console.log(JSON.stringify({ ...round, peak_mib: process.resourceUsage().maxRSS / 1024 }));
