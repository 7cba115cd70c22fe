import { appendFile, mkdtemp, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { PassThrough } from "node:stream";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { LogLine } from "../step-task.js";
import { StepOutput, captureOutput, withOutput } from "./capture-output.js";
import { formatLogLine, parseLogLine } from "./log-format.js";
import { LimitedLines } from "./limited-lines.js";
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

test("of many lines at once so many are kept as there is room for", async () => {
  const file = runLogFile(folder, "r1");
  const log = new RunLog(file, { limit: 1000 });
  const lines = Array.from({ length: 100 }, (_, count) => line(`line ${count}`, "loud"));
  log.appendWritten(lines.map(formatLogLine).join(""));
  log.append(line("after"));
  await log.close();
  const found = await texts(file, "loud");
  expect(found.slice(0, -1)).toEqual(lines.slice(0, found.length - 1).map(({ text }) => text));
  expect([found.length > 10, found.at(-1)]).toEqual([
    true,
    "[the log of the run reached its limit of 1000 bytes; the rest is left out]",
  ]);
  expect(await texts(file, "train")).toEqual([]);
});

test("a line is written as JSON, whatever its text and its step are", () => {
  for (const text of ['quotes " and \\', "\u0000\u2028 é 👉", "\ud800"]) {
    const one = line(text, text);
    expect(parseLogLine(formatLogLine(one))).toEqual(one);
    expect(formatLogLine(one)).toBe(`${JSON.stringify(one)}\n`);
  }
});

test("a log that a crash cut off goes on with a line of its own", async () => {
  const file = runLogFile(folder, "r1");
  const first = new RunLog(file);
  first.append(line("whole"));
  await first.close();
  await appendFile(file, '{"step":"train","str');
  const second = new RunLog(file);
  second.append(line("after"));
  await second.close();
  expect(await texts(file)).toEqual(["whole", "after"]);
});

test("lines are in the file before the log is closed", async () => {
  const file = runLogFile(folder, "r1");
  const log = new RunLog(file);
  log.append(line("soon"));
  await expect.poll(() => texts(file)).toEqual(["soon"]);
  await log.close();
});

test.skipIf(process.platform === "win32")(
  "a log that is deleted while it is written goes on as a new one, and says so",
  async () => {
    const file = runLogFile(folder, "r1");
    const log = new RunLog(file);
    log.append(line("x".repeat(200_000)));
    await rm(join(folder, "logs"), { recursive: true });
    log.append(line("after"));
    expect(await log.close()).toBeUndefined();
    expect(await texts(file)).toEqual([expect.stringContaining("was deleted"), "after"]);
  },
);

test("one step that prints too much is cut off and said so, others are not", () => {
  const seen: LogLine[] = [];
  const loud = new LimitedLines("loud", (one) => seen.push(one), 1000);
  const calm = new LimitedLines("calm", (one) => seen.push(one), 1000);
  for (let count = 0; count < 5000; count += 1) loud.emit(line("0123456789", "loud"));
  calm.emit(line("heard", "calm"));
  loud.end();
  calm.end();
  const marks = seen.filter(({ stream }) => stream === "log").map(({ text }) => text);
  expect(marks).toEqual([
    "[the log of step 'loud' reached its limit of 1000 bytes; the rest is left out]",
    "[52.7 KiB of the log of step 'loud' were left out]",
  ]);
  expect(seen.filter(({ step }) => step === "calm").length).toBe(1);
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

test.each([
  ["carriage returns", "\r"],
  ["a column of the cursor", "\u001b[1G"],
  ["an erased line", "\u001b[2K\u001b[G"],
])("a bar redrawn with %s is one line, wherever its chunks are cut", (_, redraw) => {
  const text = Array.from({ length: 101 }, (_none, percent) => `${redraw}${percent} %`).join("");
  for (const size of [1, 2, 3, 7, 1000]) {
    const lines: string[] = [];
    const splitter = new LineSplitter((one) => lines.push(one));
    for (let at = 0; at < text.length; at += size) splitter.push(text.slice(at, at + size));
    splitter.push("\r\ndone\r");
    splitter.push("\n");
    splitter.end();
    expect(lines).toEqual(["100 %", "done"]);
  }
});

test("a line that does not end comes in pieces", () => {
  const lengths: number[] = [];
  const splitter = new LineSplitter((one) => lengths.push(one.length));
  for (let count = 0; count < 3; count += 1) splitter.push("x".repeat(50_000));
  splitter.end();
  splitter.push(`${"y".repeat(150_000)}\n`);
  expect(lengths).toEqual([65_536, 65_536, 18_928, 65_536, 65_536, 18_928]);
});

test("a step that closes its output closes it for itself alone", async () => {
  const lines: LogLine[] = [];
  const restore = captureOutput();
  const output = new StepOutput("a", (one) => lines.push(one));
  withOutput(output, () => {
    process.stdout.end("last");
    process.stderr.destroy();
  });
  output.end();
  restore();
  expect([process.stdout.writable, process.stderr.writable]).toEqual([true, true]);
  expect(lines.map(({ text }) => text)).toEqual(["last"]);
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

test("what is told of a line to the stream that it came from is not a line of the step", () => {
  const told: string[] = [];
  const streams = { stdout: new PassThrough(), stderr: new PassThrough() };
  const shown = streams as unknown as Pick<NodeJS.Process, "stdout" | "stderr">;
  const restore = captureOutput(shown);
  const output = new StepOutput("a", ({ text }) => {
    told.push(text);
    shown.stderr.write(`[a] ${text}\n`);
  });
  withOutput(output, () => {
    shown.stderr.write("once\n");
    output.line(line("by the log"));
  });
  output.end();
  restore();
  expect(told).toEqual(["once", "by the log"]);
  expect(String(streams.stderr.read())).toBe("[a] once\n[a] by the log\n");
});
