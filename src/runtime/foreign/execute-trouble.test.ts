// Steps that do what no step should: each ends, is told, and takes nothing with it.
import { existsSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { ForeignProject, OUT, python } from "./foreign.fixture.js";
import { ForeignProcesses } from "./foreign-processes.js";

const STEPS = `
import ctypes, os, signal, subprocess, sys, time

def fine():
    print("fine")
    return {"out": os.getpid()}

def exits():
    sys.exit(0)

def leaves():
    os._exit(3)

def killed():
    os.kill(os.getpid(), signal.SIGKILL)

def crashes():
    ctypes.string_at(0)

def closes_channel():
    os.close(4)
    time.sleep(60)

def closes_everything():
    os.closerange(0, 100)
    time.sleep(60)

def closes_output():
    os.close(1)
    os.close(2)
    return {"out": 1}

def says_nonsense():
    os.write(4, b"not a message\\n")
    time.sleep(60)

def leaves_a_child():
    return {"out": subprocess.Popen(["sleep", "600"]).pid}

def floods():
    line = "x" * 999 + "\\n"
    for _ in range(200):
        sys.stdout.write(line * 200)
    print("the end")
    return {"out": 1}

def draws():
    for number in range(20000):
        sys.stdout.write("\\r%d %%" % number)
    print()
    sys.stderr.write("no line end")
    return {"out": 1}

def cleans_up(ready, cleaned):
    try:
        open(ready, "w").close()
        time.sleep(60)
    finally:
        open(cleaned, "w").close()

def deaf(ready):
    open(ready, "w").close()
    ctypes.PyDLL(None).sleep(60)

def silent():
    ctypes.PyDLL(None).sleep(60)
`;

const project = new ForeignProject();
const processes = new ForeignProcesses();
beforeAll(() => project.write("steps.py", STEPS));
afterAll(async () => {
  await processes.close();
  project.remove();
});

const run = (name: string, more: object = {}) =>
  project.run({ external: python(name), outputs: OUT, processes, ...more });

test.each([
  ["exits", "The step exited the process with 0 before it was done."],
  ["leaves", "exited with 3 before step 'step' was done"],
  ["killed", "was ended by SIGKILL"],
  ["crashes", "was ended by SIGSEGV"],
  ["closes_channel", "closed its channel before it said how it ended"],
  ["closes_everything", "closed its channel before it said how it ended"],
  ["says_nonsense", "it said what is no message: not a message"],
])("a step that %s fails, and the next one is served", async (name, sentence) => {
  const { failure } = await run(name);
  expect(failure?.message).toContain(sentence);
  expect((await run("fine")).lines).toEqual(["stdout: fine"]);
});

test("the place of a native crash is told", async () => {
  expect((await run("crashes")).failure?.stack).toContain("in crashes");
});

test("a step that closes what it prints to completes", async () => {
  expect((await run("closes_output")).values["out"]).toBe(1);
});

test("what a step started ends with its process", async () => {
  const own = { external: python("leaves_a_child", { keep_warm: false }) };
  const { values } = await run("leaves_a_child", own);
  await gone(Number(values["out"]));
});

test("a step that prints without end is cut, and says so", async () => {
  const { lines, values } = await run("floods");
  expect(values["out"]).toBe(1);
  const printed = lines.reduce((sum, line) => sum + line.length, 0);
  expect(printed).toBeLessThan(18_000_000);
  expect(lines.at(-1)).toMatch(/printed more than 17 MB; \d+ MB were left out/);
});

test("a progress bar is one line, a last line without an end is kept", async () => {
  const { lines } = await run("draws");
  expect(lines.toSorted()).toEqual(["stderr: no line end", "stdout: 19999 %"]);
});

test("a cancelled step cleans up, and is gone when that is told", async () => {
  const [ready, cleaned] = [join(project.folder, "ready"), join(project.folder, "cleaned")];
  const controller = new AbortController();
  const inputs = { ready, cleaned };
  const running = run("cleans_up", { inputs, signal: controller.signal });
  await there(ready);
  controller.abort();
  expect((await running).outcome.status).toBe("cancelled");
  expect(existsSync(cleaned)).toBe(true);
});

test("a cancelled step that hears nothing is ended", async () => {
  const ready = join(project.folder, "deaf");
  const controller = new AbortController();
  const running = run("deaf", { inputs: { ready }, signal: controller.signal });
  await there(ready);
  controller.abort();
  expect((await running).outcome.status).toBe("cancelled");
});

test("a step without a sign of life fails when its time is up", async () => {
  const external = python("silent", { heartbeat_timeout: 0.5 });
  expect((await run("silent", { external })).failure?.message).toContain(
    "no sign of life for 0.5 s",
  );
});

/** Looks again until the file is there; the test's time limit is the end of it. */
async function there(path: string): Promise<void> {
  while (!existsSync(path)) await new Promise((resolve) => setTimeout(resolve, 5));
}

/** The same for a process that is to be gone. */
async function gone(pid: number): Promise<void> {
  for (;;) {
    try {
      process.kill(pid, 0);
    } catch {
      return;
    }
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}
