import type { StandardSchemaV1 } from "@standard-schema/spec";
import { expect, test } from "vitest";
import * as z from "zod";
import * as mini from "zod/mini";
import { defineFlavor, isOwnFlavor } from "./define-flavor.js";
import { placeOf } from "./flavor.js";
import { fieldsOf } from "./schema/config-fields.js";

const CONTEXT = { id: "id", name: "mine", localFolder: "/tmp" };
const REST = { name: "mine", type: "alerter", local: true } as const;

test("the configuration arrives validated, with its defaults", async () => {
  const flavor = defineFlavor({
    ...REST,
    config: z.object({ port: z.int().default(80), host: z.string().trim() }),
    load: (config) => config,
  });
  expect(isOwnFlavor(flavor)).toBe(true);
  expect(await flavor.load({ host: " a " }, CONTEXT)).toEqual({ port: 80, host: "a" });
  await expect(flavor.load({ port: "x" }, CONTEXT)).rejects.toMatchObject({
    code: "invalid_input",
    message: expect.stringMatching(/'port': .*'host': /),
  });
});

test.each([
  ["zod", z.object({ key: z.string().meta({ sensitive: true }), size: z.int().default(3) })],
  [
    "zod/mini",
    mini.object({
      key: mini.string().check(mini.meta({ sensitive: true })),
      size: mini._default(mini.int(), 3),
    }),
  ],
])("the fields are read from a schema of %s", (_name, config) => {
  const fields = fieldsOf(defineFlavor({ ...REST, config, load: () => ({}) }));
  expect(fields).toMatchObject([
    { name: "key", type: "text", required: true, secret: true },
    { name: "size", type: "a whole number", required: false, secret: false, default: 3 },
  ]);
});

/** A validator that follows Standard Schema and knows no JSON schema. */
const plain: StandardSchemaV1<object, { readonly size: number }> = {
  "~standard": {
    version: 1,
    vendor: "plain",
    validate: (value) =>
      typeof value === "object" &&
      value !== null &&
      "size" in value &&
      typeof value.size === "number"
        ? { value: { size: value.size } }
        : { issues: [{ message: "size is a number", path: ["size"] }] },
  },
};

test("a validator without a JSON schema takes one beside it", async () => {
  const configSchema = { type: "object", properties: { size: { type: "number" } } };
  const flavor = defineFlavor({ ...REST, config: plain, configSchema, load: ({ size }) => size });
  expect(await flavor.load({ size: 2 }, CONTEXT)).toBe(2);
  expect(() => defineFlavor({ ...REST, config: plain, load: () => ({}) })).toThrow(
    "plain does not tell a JSON schema; give it as 'configSchema'",
  );
});

test("where it runs is what it says, and by default remote when it is not local", () => {
  const config = z.object({});
  const load = () => ({});
  expect(placeOf(defineFlavor({ ...REST, config, load }))).toEqual({ local: true, remote: false });
  const away = { ...REST, config, load, local: false };
  expect(placeOf(defineFlavor(away))).toEqual({ local: false, remote: true });
  expect(placeOf(defineFlavor({ ...away, remote: false }))).toEqual({
    local: false,
    remote: false,
  });
});

test("everything that is wrong with a definition is told at once", () => {
  const wrong = { name: "a/b", type: "toaster", config: "no", local: "yes", load: 1 };
  // What plain JavaScript lets through.
  expect(() => defineFlavor(wrong as never)).toThrow(
    expect.objectContaining({
      code: "invalid_input",
      details: {
        problems: [
          expect.stringContaining("'name'"),
          expect.stringContaining("not 'toaster'"),
          "'local' is true or false",
          "'load' is a function that opens the component",
          "'config' is a schema of zod or of another Standard Schema validator",
        ],
      },
    }),
  );
});
