import { Worker } from "node:worker_threads";
import { once } from "node:events";
import { expect, test } from "vitest";
import { LogRingReader, LogRingWriter, newLogRing } from "./log-ring.js";

test("lines come out as they went in, also when they go round the end of the memory", () => {
  const memory = newLogRing(64);
  const seen: string[] = [];
  const reader = new LogRingReader(memory, (whole) => seen.push(...whole.trimEnd().split("\n")));
  const writer = new LogRingWriter(memory, () => undefined);
  const lines = Array.from({ length: 50 }, (_, index) => `line ${index} of é`);
  for (const line of lines) {
    writer.write(`${line}\n`);
    reader.read();
  }
  reader.close();
  expect(seen).toEqual(lines);
});

test("the reader is told once, and again when the memory fills up", () => {
  let told = 0;
  const writer = new LogRingWriter(newLogRing(100), () => (told += 1));
  writer.write("0123456789\n");
  writer.write("0123456789\n");
  expect(told).toBe(1);
  for (let count = 0; count < 5; count += 1) writer.write("0123456789\n");
  expect(told).toBe(2);
});

test("who writes faster than is read waits, and nothing is lost", async () => {
  const memory = newLogRing(256);
  const seen: string[] = [];
  const reader = new LogRingReader(memory, (line) => seen.push(line));
  // The reader's side is a thread here, so that the writer's side can block this one.
  const code = `
    const { workerData } = require("node:worker_threads");
    const header = new Int32Array(workerData, 0, 4);
    const size = workerData.byteLength - 16;
    let taken = 0;
    const look = () => {
      const [read, written] = [Atomics.load(header, 0), Atomics.load(header, 1)];
      taken += (written - read + size) % size;
      Atomics.store(header, 0, written);
      Atomics.notify(header, 0);
      if (taken < 20000) setTimeout(look, 1);
    };
    look();`;
  const other = new Worker(code, { eval: true, workerData: memory });
  await once(other, "online");
  const writer = new LogRingWriter(memory, () => undefined);
  for (let count = 0; count < 1000; count += 1) writer.write("twenty bytes a line\n");
  await once(other, "exit");
  expect(reader.read()).toBe(false);
});
