import { spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { afterAll, expect, test } from "vitest";
import { Machine } from "./machine.js";

const BIN = fileURLToPath(new URL("../../../bin/zenml.cjs", import.meta.url));
const machine = new Machine();
afterAll(() => machine.remove());

function start(...words: string[]) {
  const { NODE_EXTRA_CA_CERTS: _, ...outer } = process.env;
  const env = { ...outer, ...machine.env };
  return spawn(process.execPath, [BIN, ...words], { cwd: machine.work, env });
}

async function textOf(stream: AsyncIterable<Buffer>): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(chunk);
  return Buffer.concat(chunks).toString("utf8");
}

test("a reader that has gone ends a command quietly", async () => {
  const child = start("completion", "bash");
  child.stdout.destroy();
  const ended = once(child, "exit");
  expect(await textOf(child.stderr)).toBe("");
  expect(await ended).toEqual([141, null]);
});

test("a slow reader gets everything", async () => {
  const child = start("completion", "zsh");
  child.stdout.pause();
  const ended = once(child, "close");
  const text = await textOf(child.stdout);
  expect(await ended).toEqual([0, null]);
  expect(text).toContain("#compdef zenml");
  expect(text.trimEnd().endsWith("fi")).toBe(true);
});

test("stdout, stderr and the exit code of the executable are those of the command", async () => {
  const child = start("stack", "lst");
  const ended = once(child, "exit");
  expect(await textOf(child.stdout)).toBe("");
  expect(await textOf(child.stderr)).toBe(
    "Error: There is no command 'zenml stack lst'.\nHint: Did you mean 'zenml stack list'?\n",
  );
  expect(await ended).toEqual([2, null]);
});
