import { expect, test } from "vitest";
import type { LogLine } from "../step-task.js";
import { LogBatch } from "./log-batch.js";

const line = (text: string): LogLine => ({ step: "s", stream: "stdout", text, time: 0 });

test("a line goes out before the step gives the event loop back", () => {
  const sent: number[] = [];
  new LogBatch((lines) => sent.push(lines.length)).add(line("computing"));
  expect(sent).toEqual([1]);
});

test("a flood is gathered, in order and without loss", () => {
  const sent: (readonly LogLine[])[] = [];
  const batch = new LogBatch(
    (lines) => sent.push(lines),
    () => 1000,
  );
  for (let count = 0; count < 1000; count += 1) batch.add(line(String(count)));
  batch.flush();
  expect(sent.length).toBeLessThan(50);
  expect(sent.flat().map((one) => Number(one.text))).toEqual([...Array(1000).keys()]);
});
