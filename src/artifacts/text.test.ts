import { expect, test } from "vitest";
import { sizeText } from "./size-text.js";
import { previewOf, previewOfBytes, textOf } from "./text.js";

test("a preview is one printable line of at most 200 characters", () => {
  expect(previewOf("# Title\n\n\u001b[31mred\u0007")).toBe("# Title [31mred");
  expect(previewOf("x".repeat(200))).toBe("x".repeat(200));
  expect(previewOf("x".repeat(201))).toBe(`${"x".repeat(199)}…`);
});

test("a preview never ends in half a character", () => {
  expect(previewOf(`${"x".repeat(198)}👉👉`)).toBe(`${"x".repeat(198)}…`);
  const bytes = Buffer.from(`${"x".repeat(799)}é`);
  expect(previewOfBytes(bytes)).not.toContain("\ufffd");
  expect(previewOfBytes(Buffer.from("short é"))).toBe("short é");
});

test("bytes that are no UTF-8 have no text, a byte order mark belongs to it", () => {
  expect(textOf(Uint8Array.of(0xff, 0xfe))).toBeUndefined();
  expect(textOf(Buffer.from("\ufeffa"))).toBe("\ufeffa");
});

test.each([
  [0, "0 bytes"],
  [999, "999 bytes"],
  [4100, "4.1 kB"],
  [100_000_000, "100 MB"],
  [2.5e12, "2.5 TB"],
  [5e15, "5000 TB"],
])("%d bytes are %s", (bytes, text) => {
  expect(sizeText(bytes)).toBe(text);
});
