import { deepStrictEqual } from "node:assert";
import { createContext, runInContext } from "node:vm";
import { describe, expect, test } from "vitest";
import { isZenError } from "../../domain/errors.js";
import { decodeJson } from "./decode-json.js";
import { encodeJson } from "./encode-json.js";

class Forest {
  trees = 3;
}
class Names extends Map<string, string> {}

function problemsOf(value: unknown): string {
  try {
    encodeJson(value);
  } catch (error) {
    if (isZenError(error, "materializer_missing")) return error.message;
    throw error;
  }
  return "";
}

describe("what is written", () => {
  test("plain JSON is written as JSON.stringify writes it", () => {
    const value = { rows: [{ species: "Adelie", mass: 3750.5, sex: null }], ok: true, $ref: "#/a" };
    expect(encodeJson(value)).toBe(JSON.stringify(value));
  });

  test("a value that JSON has no word for is tagged with its type", () => {
    expect(encodeJson({ at: new Date(0), big: 12n, bad: Number.NaN })).toBe(
      '{"at":{"$type":"date","value":"1970-01-01T00:00:00.000Z"},' +
        '"big":{"$type":"bigint","value":"12"},"bad":{"$type":"number","value":"NaN"}}',
    );
  });

  test("a person's own key that looks like a tag gets one more dollar sign", () => {
    expect(encodeJson({ $type: "date", $$type: 1, $types: 2 })).toBe(
      '{"$$type":"date","$$$type":1,"$types":2}',
    );
  });

  test("writing leaves the value as it was", () => {
    const value = { $type: 1, list: [1, Number.NaN], at: new Date(5) };
    encodeJson(value);
    deepStrictEqual(value, { $type: 1, list: [1, Number.NaN], at: new Date(5) });
  });

  test("plain data of another realm is plain data", () => {
    const foreign: unknown = runInContext(
      "({ list: [1], map: new Map([[1, 2]]) })",
      createContext(),
    );
    deepStrictEqual(decodeJson(encodeJson(foreign)), { list: [1], map: new Map([[1, 2]]) });
  });
});

describe("what is refused", () => {
  const cases: readonly (readonly [string, unknown, string])[] = [
    ["undefined", { rows: [{ age: undefined }] }, "$.rows[0].age is undefined"],
    ["a hole in an array", { list: [1, , 3] }, "$.list[1] is undefined"],
    ["a function", { run: () => 1 }, "$.run is a function"],
    ["a symbol", [Symbol("x")], "$[0] is a symbol"],
    ["an instance of a class", { best: new Forest() }, "$.best is a Forest"],
    ["a class derived from Map", [new Names()], "$[0] is a Names"],
    ["an error", { error: new TypeError("x") }, "$.error is a TypeError"],
    ["a promise", { rows: Promise.resolve(1) }, "$.rows is a Promise that was not awaited"],
    ["a symbol as a key", { [Symbol("x")]: 1 }, "$ is an object with symbols as keys"],
    [
      "an array with a property of its own",
      { rows: Object.assign([{ a: 1 }], { columns: ["a"] }) },
      "$.rows is an array with properties of its own (columns)",
    ],
    ["a value of a map", new Map([["k", new Forest()]]), '$.get("k") is a Forest'],
    ["a key of a map", new Map([[new Forest(), 1]]), "$.keys()[0] is a Forest"],
    ["an item of a set", new Set([new Forest()]), "$.values()[0] is a Forest"],
    ["a key that is no identifier", { "a b": new Forest() }, '$["a b"] is a Forest'],
  ];

  test.each(cases)("%s is named with its path", (_name, value, expected) => {
    expect(problemsOf(value)).toContain(expected);
  });

  test("all problems are listed at once, with their number when there are many", () => {
    expect(problemsOf({ a: undefined, b: new Forest() })).toContain(
      "$.a is undefined; $.b is a Forest",
    );
    expect(problemsOf(Array.from({ length: 25 }, () => new Forest()))).toContain("and 15 more");
  });

  test("a value that contains itself is refused with the path, one that occurs twice is not", () => {
    const loop: { next?: unknown } = {};
    loop.next = { back: loop };
    expect(problemsOf(loop)).toContain("$.next.back contains itself");
    const shared = { x: 1 };
    expect(encodeJson([shared, shared])).toBe('[{"x":1},{"x":1}]');
  });

  test("a value nested too deeply is refused, one just below the limit comes back", () => {
    const nested = (depth: number): unknown => {
      let value: unknown = new Date(1);
      for (let level = 1; level < depth; level += 1) value = [value];
      return value;
    };
    expect(problemsOf(nested(501))).toContain("lies deeper than 500 levels");
    deepStrictEqual(decodeJson(encodeJson(nested(500))), nested(500));
  });
});

describe("what is read", () => {
  test("damaged text is artifact_unreadable", () => {
    expect(() => decodeJson('{"a":')).toThrow(
      expect.objectContaining({ code: "artifact_unreadable" }),
    );
  });

  test.each([
    '{"$type":"function","value":"1"}',
    '{"$type":"date","value":"yesterday-ish"}',
    '{"$type":"bigint","value":"1e9"}',
    '{"$type":"map","value":[[1]]}',
    '{"$type":"set","value":{}}',
    '{"$type":"constructor","value":[]}',
    '{"$type":"Float64Array","value":"AAA="}',
    '{"$type":7}',
  ])("a tag that means nothing is refused: %s", (text) => {
    expect(() => decodeJson(text)).toThrow(
      expect.objectContaining({ code: "artifact_unreadable" }),
    );
  });

  test("a key __proto__ stays a key and changes no prototype", () => {
    const text = '{"__proto__":{"isAdmin":true,"at":{"$type":"date","value":null}},"$$type":1}';
    const value = decodeJson(text);
    expect(Object.keys(value as object)).toEqual(["__proto__", "$type"]);
    expect(Object.getPrototypeOf(value)).toBe(Object.prototype);
    expect((value as { isAdmin?: boolean }).isAdmin).toBeUndefined();
    expect(encodeJson(value)).toBe(text);
  });

  test("text nested beyond all bounds is refused, not a crash", () => {
    const depth = 200_000;
    const text = `${"[".repeat(depth)}{"$type":"date","value":null}${"]".repeat(depth)}`;
    expect(() => decodeJson(text)).toThrow(
      expect.objectContaining({ code: "artifact_unreadable" }),
    );
  });
});

describe("round trip", () => {
  test("an invalid date comes back as one", () => {
    const { at } = decodeJson(encodeJson({ at: new Date(Number.NaN) })) as { at: Date };
    expect(at).toBeInstanceOf(Date);
    expect(at.getTime()).toBeNaN();
  });

  test("2,000 generated values come back equal", () => {
    for (let seed = 1; seed <= 2_000; seed += 1) {
      const value = new Generator(seed).value(4);
      deepStrictEqual(decodeJson(encodeJson(value)), value, `seed ${seed}`);
    }
  });
});

/** Values of all kinds that the format has; the same seed gives the same value. */
class Generator {
  #state: number;

  constructor(seed: number) {
    this.#state = seed;
  }

  value(depth: number): unknown {
    const kind = this.#below(depth > 0 ? 15 : 9);
    if (kind < 9) return this.#leaf(kind);
    const size = this.#below(5);
    const values = Array.from({ length: size }, () => this.value(depth - 1));
    if (kind < 11) return values;
    if (kind < 13) return Object.fromEntries(values.map((value) => [this.#key(), value]));
    if (kind === 13) return new Set(values);
    return new Map(values.map((value) => [this.value(depth - 1), value]));
  }

  #leaf(kind: number): unknown {
    const number = (this.#below(2 ** 31) - 2 ** 30) / 7;
    const leaves = [
      null,
      this.#below(2) === 0,
      number,
      [Number.NaN, Infinity, -Infinity, -0, 0][this.#below(5)],
      BigInt(Math.trunc(number)) ** 5n,
      this.#key(),
      new Date(number * 1e4),
      Uint8Array.from({ length: this.#below(9) }, () => this.#below(256)),
      Float32Array.of(number, Number.NaN, -0).subarray(this.#below(3)),
    ];
    return leaves[kind];
  }

  #key(): string {
    const keys = ["", "a", "$type", "$$type", "$$$type", "$type2", "__proto__", "constructor"];
    const more = ["value", "toJSON", "é 👉", "\ud800", "line\n\u0000", '"quoted"', "0", "length"];
    return [...keys, ...more][this.#below(keys.length + more.length)] ?? "a";
  }

  #below(limit: number): number {
    this.#state = (Math.imul(this.#state, 1664525) + 1013904223) >>> 0;
    return Math.floor((this.#state / 2 ** 32) * limit);
  }
}
