import { describe, expect, test } from "vitest";
import type { FilterOperator } from "../../../src/domain/query.js";
import type { ZenStore } from "../../../src/store/zen-store.js";
import type { UseStore } from "./place.js";
import { Samples } from "./samples.js";

// What databases are known to take for the same, to cut, to escape or to interpret.
const TEXTS = [
  "",
  "a",
  "a ",
  " a",
  "A",
  "á",
  "a\u0301",
  "ß",
  "ss",
  "🙂",
  "🙃",
  "a\u0000",
  "a\u0000b",
  "\u0001",
  "a\u0001\u0002",
  "\\",
  "\\'",
  "'",
  '"',
  "`",
  "%",
  "_",
  "a%",
  "?",
  "$1",
  "\uffff",
  "\u{10ffff}",
] as const;

const MEANINGS: Partial<Record<FilterOperator, (found: string, value: string) => boolean>> = {
  eq: (found, value) => found === value,
  ne: (found, value) => found !== value,
  contains: (found, value) => found.includes(value),
  startswith: (found, value) => found.startsWith(value),
  endswith: (found, value) => found.endsWith(value),
  gt: (found, value) => byCodePoint(found, value) > 0,
  lte: (found, value) => byCodePoint(found, value) <= 0,
};

const RANGES: readonly FilterOperator[] = ["gt", "lte", "startswith"];
/** No pattern is empty. */
const PATTERNS: readonly FilterOperator[] = ["contains", "startswith", "endswith"];

/** SQLite keeps text with a zero character as bytes, behind all other text. */
function isOrdered(text: string): boolean {
  return !text.includes("\0");
}

function byCodePoint(left: string, right: string): number {
  return Buffer.compare(Buffer.from(left), Buffer.from(right));
}

/** Values that come back as they went in, and are told apart. */
export function textLaws(use: UseStore): void {
  describe("text of any kind", () => {
    test("comes back the same", async () => {
      const store = await use();
      const made = await fill(store);
      for (const [id, text] of made) {
        expect(await store.artifacts.find(id)).toMatchObject({ data_type: text, preview: text });
      }
    });

    test.each(Object.entries(MEANINGS))("is told apart by %s", async (name, holds) => {
      const store = await use();
      const operator = name as FilterOperator;
      const texts = TEXTS.filter((text) => isOrdered(text) || !RANGES.includes(operator));
      const made = await fill(store, texts);
      for (const value of texts.filter((text) => text !== "" || !PATTERNS.includes(operator))) {
        const filters = [{ field: "data_type", operator, value }] as const;
        const found = (await store.artifacts.list({ filters, limit: 100 })).items;
        const expected = [...made].filter(([, text]) => holds(text, value)).map(([id]) => id);
        expect(found.map(({ id }) => id).sort(), JSON.stringify(value)).toEqual(expected.sort());
      }
    });
  });

  test.each([0, 1, -1, 0.1, -1e-300, 1.7976931348623157e308, Number.MAX_SAFE_INTEGER])(
    "the number %d comes back the same",
    async (size) => {
      const store = await use();
      const made = await new Samples(store).create("artifact", 1, { size });
      expect((await store.artifacts.find(made.id))?.size).toBe(size);
    },
  );

  test("a text of a megabyte comes back the same", async () => {
    const store = await use();
    const inline = "0123456789🙂\n".repeat(80_000);
    const made = await new Samples(store).create("artifact", 1, { inline });
    expect((await store.artifacts.find(made.id))?.inline === inline).toBe(true);
  });
}

async function fill(
  store: ZenStore,
  texts: readonly string[] = TEXTS,
): Promise<ReadonlyMap<string, string>> {
  const samples = new Samples(store);
  const made = new Map<string, string>();
  for (const [index, text] of texts.entries()) {
    const more = { data_type: text, preview: text };
    made.set((await samples.create("artifact", index, more)).id, text);
  }
  return made;
}
