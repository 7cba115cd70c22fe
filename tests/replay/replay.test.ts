import { mkdirSync, mkdtempSync, realpathSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeEach, describe, expect, test } from "vitest";
import { MARIADB_SERVER } from "../databases/servers.js";
import { compareOutput } from "./compare.js";
import { readDifferences } from "./differences.js";
import type { Difference } from "./differences.js";
import { readOutput } from "./read-output.js";
import { readSessions } from "./sessions.js";
import type { TerminalSession } from "./sessions.js";
import { STARTS } from "./starts.js";
import { Terminal } from "./terminal.js";

const DIFFERENCES = readDifferences();
const SESSIONS = ["profiles", "zenstores"].flatMap(readSessions);
const used = new Set<Difference>();

let root: string;
beforeEach(() => {
  root = realpathSync(mkdtempSync(join(tmpdir(), "zenml-replay-")));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

test("the documents have sessions, and each has a place to start from", () => {
  expect(SESSIONS.map(({ id }) => id).sort()).toEqual(Object.keys(STARTS).sort());
});

async function replay(id: string, session: TerminalSession, replace: Replacements): Promise<void> {
  const machine = join(root, "machine");
  mkdirSync(machine);
  const given = new Terminal(machine);
  const terminal = (await STARTS[id]?.prepare?.(given, root)) ?? given;
  const problems: Record<string, readonly string[]> = {};
  for (const { command, output } of session.typed) {
    const line = replace.reduce((text, [from, to]) => text.replace(from, to), command);
    const printed = readOutput(await terminal.type(line));
    const theirs = readOutput(output);
    // A document that shows no output says nothing about it.
    if (output.length === 0) continue;
    const found = compareOutput(theirs, printed, DIFFERENCES);
    found.used.forEach((difference) => used.add(difference));
    if (found.problems.length > 0) problems[command] = found.problems;
  }
  expect(problems).toEqual({});
}

type Replacements = readonly (readonly [from: string, to: string])[];

const withAddress = SESSIONS.filter(({ id }) => STARTS[id]?.address !== undefined);
const others = SESSIONS.filter((session) => !withAddress.includes(session));

describe("the documents' sessions, replayed", () => {
  test.each(others.map((session) => [session.id, session] as const))("%s", (id, session) =>
    replay(id, session, STARTS[id]?.replace ?? []),
  );
});

const { url, reason } = MARIADB_SERVER;
describe.skipIf(url === undefined)(`on a database server${reason}`, () => {
  test.each(withAddress.map((session) => [session.id, session] as const))(
    "%s",
    async (id, session) => {
      const database = await MARIADB_SERVER.createDatabase();
      try {
        await replay(id, session, [[STARTS[id]?.address ?? "", database.url]]);
      } finally {
        await database.drop();
      }
    },
  );
});

afterAll(() => {
  const stale = DIFFERENCES.filter((difference) => !used.has(difference));
  expect(stale.map(({ theirs, ours }) => `${theirs} → ${ours}`)).toEqual([]);
});
