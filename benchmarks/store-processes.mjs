// 8 processes that register 200 components each into one profile, at once: SQLite and YAML, starts of the
// processes left out. Prints figures; asserts nothing.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { pathToFileURL } from "node:url";
import { bundled, median, print } from "./support.mjs";

const PROCESSES = 8;
const EACH = 200;
const ROUNDS = 5;

const script = await bundled("store-processes");

// Files of all rounds stay until the end: for minutes after a file was deleted, ext4 looks past its inode at
// each new file, and the second round would wait for what the first one left.
const base = mkdtempSync(join(process.argv[2] ?? tmpdir(), "zenml-bench-"));

const STORES = [
  {
    name: "SQLite",
    type: "sql",
    target: "1.5 s",
    urlIn: (/** @type {string} */ folder) => `sqlite:///${join(folder, "store.db")}`,
  },
  {
    name: "YAML",
    type: "local",
    target: "5 s with syncs",
    urlIn: (/** @type {string} */ folder) => pathToFileURL(join(folder, "store")).href,
  },
  {
    name: "YAML, ?synchronous=off",
    type: "local",
    target: "2 s",
    urlIn: (/** @type {string} */ folder) =>
      `${pathToFileURL(join(folder, "store")).href}?synchronous=off`,
  },
];

/**
 * Milliseconds from the word to begin until the last one has ended.
 * @param {(typeof STORES)[number]} store
 */
async function round({ type, urlIn }) {
  const folder = mkdtempSync(join(base, "round-"));
  const children = Array.from({ length: PROCESSES }, (_, index) => {
    const args = [script, type, urlIn(folder), String(index), String(EACH)];
    const child = spawn(process.execPath, args, { stdio: ["pipe", "pipe", "inherit"] });
    return { child, lines: createInterface({ input: child.stdout })[Symbol.asyncIterator]() };
  });
  const exits = children.map(({ child }) => once(child, "exit"));
  for (const { lines } of children) await lines.next();
  const begin = performance.now();
  for (const { child } of children) child.stdin.write("go\n");
  for (const { lines } of children) await lines.next();
  const wall = performance.now() - begin;
  for (const { child } of children) child.stdin.end();
  await Promise.all(exits);
  return { wall, count: await countIn(type, urlIn(folder)) };
}

/**
 * @param {string} type
 * @param {string} url
 */
async function countIn(type, url) {
  const child = spawn(process.execPath, [script, type, url, "count"], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const { value } = await createInterface({ input: child.stdout })[Symbol.asyncIterator]().next();
  return Number(value);
}

try {
  for (const store of STORES) {
    const rounds = [];
    for (let index = 0; index < ROUNDS; index += 1) rounds.push(await round(store));
    const counts = [...new Set(rounds.map(({ count }) => count))].join(", ");
    const seconds = (median(rounds.map(({ wall }) => wall)) / 1000).toFixed(2);
    print(
      `${PROCESSES} × ${EACH} components, ${store.name}`,
      `${seconds} s, ${counts} there`,
      store.target,
    );
  }
} finally {
  rmSync(base, { recursive: true, force: true });
}
