// The recording of two users who share a stack, typed again. `RECORD=1` writes it anew.
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { readPage, writePage } from "./recorded-page.js";
import type { Typed } from "./recorded-page.js";
import { makeTwoHomes } from "./two-homes.js";
import type { TwoHomes } from "./two-homes.js";

const page = readPage();
const recorded: Typed[] = [];
let homes: TwoHomes;
beforeAll(async () => {
  homes = await makeTwoHomes([...new Set(page.map(({ person }) => person))]);
});
afterAll(async () => {
  await homes.stop();
  if (process.env["RECORD"] === "1" && recorded.length === page.length) writePage(recorded);
});

test("the recording has two people", () => {
  expect(new Set(page.map(({ person }) => person))).toEqual(new Set(["admin", "ben"]));
});

describe("each command prints what the page shows", () => {
  test.each(page.map((typed, index) => ({ ...typed, number: index + 1 })))(
    "$number $person: $command",
    async ({ person, command, output }) => {
      const printed = await homes.type(person, command);
      recorded.push({ person, command, output: printed });
      if (process.env["RECORD"] !== "1") expect(printed).toBe(output);
    },
  );
});
