import { expect, test } from "vitest";
import { compareText } from "./compare-text.js";
import { prefixEnd } from "./prefix-end.js";
import { slug } from "./slug.js";

const TEXTS = [
  "",
  "a",
  "ab",
  "b",
  "é",
  "\ud7ff",
  "\ue000",
  "\uffee",
  "🙂",
  "🙂a",
  "🙃",
  "\u{10ffff}",
];

test("text is ordered as its UTF-8 bytes are", () => {
  for (const left of TEXTS) {
    for (const right of TEXTS) {
      const bytes = Buffer.compare(Buffer.from(left), Buffer.from(right));
      expect(Math.sign(compareText(left, right)), `${left} ${right}`).toBe(bytes);
    }
  }
});

test("the end of a prefix lies behind all that begin with it, and before all that follow", () => {
  for (const prefix of TEXTS.filter((text) => text !== "" && text !== "\u{10ffff}")) {
    const end = prefixEnd(prefix) ?? "";
    for (const text of [...TEXTS, ...TEXTS.map((tail) => prefix + tail)]) {
      const isBetween = compareText(text, prefix) >= 0 && compareText(text, end) < 0;
      expect(isBetween, `${prefix} ${text}`).toBe(text.startsWith(prefix));
    }
  }
});

test("nothing lies behind a prefix of last characters, nor behind none", () => {
  expect(prefixEnd("\u{10ffff}")).toBeUndefined();
  expect(prefixEnd("")).toBeUndefined();
  expect(prefixEnd("a\u{10ffff}")).toBe("b");
});

test("a slug has letters, digits and single dashes, also of what begins and ends with others", () => {
  expect(slug("  Größe & Co. (2) ")).toBe("gro-e-co-2");
  expect(slug("Crème Brûlée")).toBe("creme-brulee");
  expect(slug("🙂")).toBe("");
  expect(slug(`${"x".repeat(39)} tail`)).toBe("x".repeat(39));
});
