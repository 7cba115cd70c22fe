// A server that is killed while several clients write: what it has acknowledged is there afterwards.
import { afterAll, beforeAll, expect, test } from "vitest";
import { lastingServer } from "./lasting-server.js";
import type { LastingServer } from "./lasting-server.js";

const CLIENTS = 6;
const ROUNDS = 3;
/** So many are acknowledged before the next kill. */
const ENOUGH = 60;

let server: LastingServer;
beforeAll(async () => {
  server = await lastingServer();
});
afterAll(() => server.remove());

async function makeStack(name: string): Promise<boolean> {
  const headers = { Authorization: `Bearer ${server.token}`, "Content-Type": "application/json" };
  const body = JSON.stringify({ name, shared: false, components: {} });
  const url = `${server.url}/api/v2/projects/default/stacks`;
  const answer = await fetch(url, { method: "POST", headers, body }).catch(() => undefined);
  if (answer === undefined) return false;
  expect(answer.status).toBe(201);
  return true;
}

/** One client after another write until the server is gone; resolves with what was acknowledged. */
async function writeUntilKilled(round: number): Promise<readonly string[]> {
  const acknowledged: string[] = [];
  let killed: Promise<void> | undefined;
  const client = async (number: number): Promise<void> => {
    for (let at = 0; ; at += 1) {
      const name = `round ${round} client ${number} stack ${at}`;
      if (!(await makeStack(name))) return;
      acknowledged.push(name);
      if (acknowledged.length >= ENOUGH) killed ??= server.end("SIGKILL");
    }
  };
  await Promise.all(Array.from({ length: CLIENTS }, (_, number) => client(number)));
  await killed;
  return acknowledged;
}

async function namesThere(): Promise<ReadonlySet<string>> {
  const list = await server.get("/projects/default/stacks?limit=1000");
  return new Set((list as { items: { name: string }[] }).items.map(({ name }) => name));
}

test("every write that was acknowledged before a kill under load is there after it", async () => {
  const acknowledged: string[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    acknowledged.push(...(await writeUntilKilled(round)));
    await server.start();
    const there = await namesThere();
    expect(acknowledged.filter((name) => !there.has(name))).toEqual([]);
  }
  expect(acknowledged.length).toBeGreaterThanOrEqual(ROUNDS * ENOUGH);
}, 60_000);
