import { describe, expect, test } from "vitest";
import * as z from "zod/mini";
import { fieldKinds } from "../../domain/field-kind.js";
import { RESOURCES, RESOURCE_NAMES } from "../../domain/resources.js";
import type { ResourceName } from "../../domain/resources.js";
import { SCHEMAS } from "../../domain/schemas.js";
import { isSurelyValid } from "./surely-valid.js";

const ID = "f5eca922-09ba-42d7-8cd5-89de1149dc12";
const TIME = "2026-11-22T00:05:23.508Z";
const cyclic = z.strictObject({
  a: z.string(),
  get next() {
    return z.nullable(cyclic);
  },
});

/** Right for one field or another, and wrong for most. */
const ROWS: readonly (readonly unknown[])[] = [
  [undefined, null, true, false, 0, -1, 1.5, 2 ** 60, Number.NaN, Infinity, 10n, Symbol("s")],
  ["", " ", "a", " a", "-a", "a/b", "a\u0000", "x".repeat(256), "🙂", "\ud800", ID, TIME],
  [ID.toUpperCase(), "2026-13-22T00:05:23.508Z", "completed", "orchestrator", "person", "admin"],
  [[], ["a"], [""], [null], [[]], [undefined], [1n], {}, { a: ID }, { a: 1 }, { a: undefined }],
  [{ a: [{ b: null }] }, { a: 1n }, { a: () => 1 }, new Date(), new Map(), () => 1],
  [JSON.parse('{"__proto__":{"a":1}}'), Object.create({ a: 1 }), Object.create(null)],
];
const VALUES = ROWS.flat();

/** For each field the first value that its schema takes. */
function rowOf(resource: ResourceName): Record<string, unknown> {
  const { shape } = SCHEMAS[resource];
  return Object.fromEntries(
    Object.entries(shape).map(([field, schema]) => [
      field,
      VALUES.find((value) => value !== undefined && z.safeParse(schema, value).success),
    ]),
  );
}

describe.each(RESOURCE_NAMES)("%s", (resource) => {
  const schema = SCHEMAS[resource];
  const row = rowOf(resource);

  test("nothing is surely valid that its schema refuses", () => {
    for (const [field, one] of Object.entries(schema.shape)) {
      for (const value of VALUES) {
        const isValid = z.safeParse(one, value).success;
        expect([field, value, isSurelyValid(one, value) && !isValid]).toEqual([
          field,
          value,
          false,
        ]);
        const changed = { ...row, [field]: value };
        if (isSurelyValid(schema, changed)) expect(z.safeParse(schema, changed).success).toBe(true);
      }
    }
  });

  test("a row with a field too many, or without one, is not", () => {
    expect(isSurelyValid(schema, { ...row, constructor: 1 })).toBe(false);
    expect(isSurelyValid(schema, { ...row, bogus: 1 })).toBe(false);
    const { id: _, ...rest } = row;
    expect(isSurelyValid(schema, rest)).toBe(false);
  });

  test("fields that are one value are known without the schema", () => {
    const simple = [...fieldKinds(RESOURCES[resource])].filter(([, { type }]) => type !== "json");
    for (const [field] of simple) {
      // It has bounds.
      if (field === "version") continue;
      const one = schema.shape[field];
      expect([field, one && isSurelyValid(one, row[field])]).toEqual([field, true]);
    }
  });
});

test("what is made most is known without the schema", () => {
  const made = ["step", "artifact", "component"] as const;
  expect(made.filter((name) => !isSurelyValid(SCHEMAS[name], rowOf(name)))).toEqual([]);
});

test.each<readonly [string, z.core.$ZodType, unknown, boolean]>([
  ["JSON of many levels", z.json(), { a: [1, { b: [null, "c", true] }] }, true],
  ["JSON with something else in it", z.json(), { a: [1, { b: [undefined] }] }, false],
  ["what is part of itself", cyclic, { a: "1", next: { a: "2", next: null } }, true],
  ["a wrong part of itself", cyclic, { a: "1", next: { a: 2, next: null } }, false],
  ["an object that lets others in", z.object({}), {}, false],
  ["a string that is made of something else", z.coerce.string(), "a", false],
  ["a format of its own", z.email(), "a@b.example", false],
  ["a pattern that counts on", z.string().check(z.regex(/a/g)), "a", false],
  ["a number within bounds", z.number().check(z.minimum(1)), 2, false],
])("%s", (_said, schema, value, isSure) => {
  expect(isSurelyValid(schema, value)).toBe(isSure);
  expect(isSurelyValid(schema, value)).toBe(isSure);
});
