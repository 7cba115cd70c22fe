import { expect, test } from "vitest";
import { isZenError } from "../domain/errors.js";
import { materializer } from "./define-materializer.js";

const url = {
  name: "url",
  media_type: "text/plain",
  accepts: (value: unknown) => value instanceof URL,
  write: (value: URL) => new TextEncoder().encode(value.href),
  read: () => new URL("https://example.org"),
};

test("a definition becomes a materializer that narrows what it accepts", () => {
  const made = materializer<URL>(url);
  const value: unknown = new URL("https://example.org/a");
  expect(made.accepts(value) && value.pathname).toBe("/a");
  expect(made.accepts("https://example.org")).toBe(false);
  expect(made.describe).toBeUndefined();
});

test("a definition may be an object of a class", () => {
  class Lines {
    name = "lines";
    media_type = "text/plain";
    separator = ";";
    accepts(value: unknown): boolean {
      return Array.isArray(value);
    }
    write(value: string[]): Uint8Array {
      return Buffer.from(value.join(this.separator));
    }
    read(): string[] {
      return [];
    }
    describe(value: string[]): { preview: string } {
      return { preview: value.join(this.separator) };
    }
  }
  const made = materializer<string[]>(new Lines());
  expect(made.write(["a", "b"])).toEqual(Buffer.from("a;b"));
  expect(made.describe?.(["a", "b"])).toEqual({ preview: "a;b" });
});

test.each(["json", "table", "auto", "My Model", "", "9"])("the name '%s' is refused", (name) => {
  expect(() => materializer<URL>({ ...url, name })).toThrow(
    expect.objectContaining({ code: "invalid_input" }),
  );
});

test("all that is wrong is said at once", () => {
  try {
    materializer(JSON.parse('{"name":"X","media_type":"text"}'));
    expect.unreachable();
  } catch (error) {
    if (!isZenError(error, "invalid_input")) throw error;
    expect(error.details?.["problems"]).toHaveLength(5);
  }
});
