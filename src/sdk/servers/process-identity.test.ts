import { spawn } from "node:child_process";
import { once } from "node:events";
import { expect, test } from "vitest";
import { isRunning, startOf } from "./process-identity.js";

test("a process is known by its start, not by its id alone", async () => {
  const child = spawn(process.execPath, ["-e", "setInterval(() => {}, 1000)"], { stdio: "ignore" });
  await once(child, "spawn");
  const { pid = 0 } = child;
  const started = startOf(pid);
  expect(started).not.toBeNull();
  expect(isRunning({ pid, started })).toBe(true);
  expect(isRunning({ pid, started: `${started}0` })).toBe(false);
  child.kill("SIGKILL");
  await once(child, "exit");
  expect(isRunning({ pid, started })).toBe(false);
});

test("the same process has the same start whenever it is asked", () => {
  expect(startOf(process.pid)).toBe(startOf(process.pid));
});
