import { readFileSync } from "node:fs";
import { format } from "prettier";
import { expect, test } from "vitest";
import { TABLE } from "../../src/cli/command-table.js";
import { commandReference } from "../../src/cli/reference.js";

test("the reference of commands is what the table says (node scripts/commands-reference.mjs)", async () => {
  const page = new URL("../../docs/reference/commands.md", import.meta.url);
  const expected = await format(await commandReference(TABLE), {
    parser: "markdown",
    printWidth: 100,
  });
  expect(readFileSync(page, "utf8")).toBe(expected);
});
