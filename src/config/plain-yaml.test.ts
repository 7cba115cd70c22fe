import { load } from "js-yaml";
import { expect, test } from "vitest";
import { readPlain, writePlain } from "./plain-yaml.js";
import type { PlainDocument } from "./plain-yaml.js";

const TEXTS = [
  "default",
  "file:///home/stefan/.config/zenml/profiles/default",
  "null",
  "True",
  "on",
  "no",
  "",
  " ",
  "a b",
  "a: b",
  "a #b",
  "# a",
  "- a",
  "12",
  "1.5",
  "0x1f",
  "~",
  "'quoted'",
  '"double"',
  "back\\slash",
  "line\nbreak",
  "tab\t",
  "trailing:",
  "👉 déjà vu",
  "\u0085\u2028\ufeff",
  "\u0000\u001b",
  "{a}",
  "[a]",
  "&a",
  "*a",
  "!a",
  "%a",
  "@a",
  "`a`",
  "2026-11-21",
];

const documents: PlainDocument[] = TEXTS.map((text) => ({
  version: 1,
  active_profile: text,
  nothing: null,
  profiles: [
    { name: text, store_url: text },
    { name: "other", store_url: text },
  ],
  none: [],
}));

test.each(documents)(
  "what is written reads back the same, here and in YAML: $active_profile",
  (document) => {
    const text = writePlain(document);
    expect(readPlain(text)).toEqual(document);
    expect(load(text)).toEqual(document);
  },
);

test.each([
  ["comments", "# mine\nversion: 1\n"],
  ["another indentation", "profiles:\n- name: a\n"],
  ["a key twice", "version: 1\nversion: 1\n"],
  ["a field twice", "profiles:\n  - name: a\n    name: b\n"],
  ["flow style", "profiles: [{name: a}]\n"],
  ["single quotes", "name: 'a'\n"],
  ["words that YAML has a meaning for", "name: yes\n"],
  ["an anchor", "name: &a b\n"],
  ["a field without an item", "profiles:\n    name: a\n"],
  ["an item below an empty list", "profiles: []\n  - name: a\n"],
  ["an item outside of a list", "version: 1\n  - name: a\n"],
  ["a value that goes on in the next line", "name: a\n  b\n"],
  ["carriage returns", "version: 1\r\nname: a\r\n"],
  ["a second document", "version: 1\n---\nversion: 1\n"],
  ["a key of the language", "__proto__: a\n"],
])("%s are left to the full parser", (_, text) => {
  expect(readPlain(text)).toBeUndefined();
});
