import { appendFile, mkdtemp, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { LogLine } from "../step-task.js";
import { StepOutput, captureOutput, withOutput } from "./capture-output.js";
import { LineSplitter } from "./line-splitter.js";
import { RunLog, readRunLog, runLogFile } from "./run-log.js";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "zenml-logs-"));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const line = (text: string, step = "train"): LogLine => ({ step, stream: "stdout", text, time: 1 });

async function texts(file: string, step?: string): Promise<string[]> {
  const found: string[] = [];
  for await (const one of readRunLog(file, step)) found.push(one.text);
  return found;
}

test("lines come back in order, also of one step alone", async () => {
  const file = runLogFile(folder, "r1");
  const log = new RunLog(file);
  log.append(line("one"));
  log.append(line("two", "load"));
  log.append(line("three"));
  expect(await log.close()).toBeUndefined();
  expect(await texts(file)).toEqual(["one", "two", "three"]);
  expect(await texts(file, "load")).toEqual(["two"]);
});

test("a run that printed nothing has an empty log", async () => {
  expect(await texts(runLogFile(folder, "none"))).toEqual([]);
});

test("a line that a crash cut off is left out", async () => {
  const file = runLogFile(folder, "r1");
  const log = new RunLog(file);
  log.append(line("whole"));
  await log.close();
  await appendFile(file, '{"step":"train","str');
  expect(await texts(file)).toEqual(["whole"]);
});

test("a log stops at its limit and says so", async () => {
  const file = runLogFile(folder, "r1");
  const log = new RunLog(file, { limit: 1000 });
  for (let count = 0; count < 1000; count++) log.append(line(`line ${count}`));
  await log.close();
  expect((await texts(file)).at(-1)).toContain("the rest is left out");
  expect((await stat(file)).size).toBeLessThan(1500);
});

test("a log that cannot be written is reported, not thrown", async () => {
  const log = new RunLog(join(folder, "file-in-the-way", "x.jsonl"));
  await appendFile(join(folder, "file-in-the-way"), "");
  log.append(line("lost"));
  expect(await log.close()).toBeInstanceOf(Error);
});

test("of a progress bar only the last state is a line", () => {
  const lines: string[] = [];
  const splitter = new LineSplitter((text) => lines.push(text));
  splitter.push("10%\r20");
  splitter.push("%\r100%\ndone\r\nrest");
  splitter.end();
  expect(lines).toEqual(["100%", "done", "rest"]);
});

test("what two steps print at once is told apart", async () => {
  const lines: LogLine[] = [];
  const restore = captureOutput();
  const printing = (step: string) => {
    const output = new StepOutput(step, (one) => lines.push(one));
    return withOutput(output, async () => {
      process.stdout.write(`${step} begins\n`);
      await new Promise((resolve) => setImmediate(resolve));
      process.stderr.write(`${step} ends`);
      output.end();
    });
  };
  await Promise.all([printing("a"), printing("b")]);
  restore();
  expect(lines.map((one) => `${one.step} ${one.stream} ${one.text}`).toSorted()).toEqual([
    "a stderr a ends",
    "a stdout a begins",
    "b stderr b ends",
    "b stdout b begins",
  ]);
});
