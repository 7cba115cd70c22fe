import stringWidth from "string-width";
import { expect, test } from "vitest";
import { painter } from "./color.js";
import { drawTable } from "./table.js";
import type { Table } from "./table.js";

const plain = painter(false);
const cells = (rows: readonly (readonly string[])[]) =>
  rows.map((row) => row.map((text) => ({ text })));
const headers = (names: readonly string[]) =>
  names.map((header) => ({ header, align: header === "ACTIVE" ? "center" : "left" }) as const);

test("a list looks as the documents show it", async () => {
  const table = {
    columns: headers(["ACTIVE", "STACK NAME", "ARTIFACT_STORE", "METADATA_STORE", "ORCHESTRATOR"]),
    rows: cells([
      ["👉", "custom", "default", "default", "default"],
      ["", "default", "default", "default", "default"],
    ]),
  };
  expect(await drawTable(table, { width: 80, paint: plain })).toBe(
    `
┏━━━━━━━━┯━━━━━━━━━━━━┯━━━━━━━━━━━━━━━━┯━━━━━━━━━━━━━━━━┯━━━━━━━━━━━━━━┓
┃ ACTIVE │ STACK NAME │ ARTIFACT_STORE │ METADATA_STORE │ ORCHESTRATOR ┃
┠────────┼────────────┼────────────────┼────────────────┼──────────────┨
┃   👉   │ custom     │ default        │ default        │ default      ┃
┃        │ default    │ default        │ default        │ default      ┃
┗━━━━━━━━┷━━━━━━━━━━━━┷━━━━━━━━━━━━━━━━┷━━━━━━━━━━━━━━━━┷━━━━━━━━━━━━━━┛
`.trim(),
  );
});

test("only the widest column gives way at 80 columns, as the documents show it", async () => {
  const url = "file:///home/stefan/.config/zenml/profiles/default";
  const table = {
    columns: headers(["ACTIVE", "PROFILE NAME", "STORE TYPE", "URL", "ACTIVE STACK"]),
    rows: cells([["👉", "default", "local", url, "default"]]),
  };
  expect(await drawTable(table, { width: 79, paint: plain })).toBe(
    `
┏━━━━━━━━┯━━━━━━━━━━━━━━┯━━━━━━━━━━━━┯━━━━━━━━━━━━━━━━━━━━━━━━━┯━━━━━━━━━━━━━━┓
┃ ACTIVE │ PROFILE NAME │ STORE TYPE │ URL                     │ ACTIVE STACK ┃
┠────────┼──────────────┼────────────┼─────────────────────────┼──────────────┨
┃   👉   │ default      │ local      │ file:///home/stefan/.c… │ default      ┃
┗━━━━━━━━┷━━━━━━━━━━━━━━┷━━━━━━━━━━━━┷━━━━━━━━━━━━━━━━━━━━━━━━━┷━━━━━━━━━━━━━━┛
`.trim(),
  );
});

test("equally wide columns share what is missing, as the documents show it", async () => {
  const columns = headers([
    "ACTIVE",
    "STACK NAME",
    "ARTIFACT_STORE",
    "CONTAINER_REGISTRY",
    "METADATA_STORE",
    "ORCHESTRATOR",
  ]);
  const rows = cells([
    [
      "",
      "local_kubeflow_stack",
      "local_artifact_store",
      "local_registry",
      "local_metadata_store",
      "kubeflow_orchestrator",
    ],
    ["👉", "local_stack", "local_artifact_store", "", "local_metadata_store", "local_orchestrator"],
  ]);
  expect(await drawTable({ columns, rows }, { width: 101, paint: plain })).toBe(
    `
┏━━━━━━━━┯━━━━━━━━━━━━━━━━━┯━━━━━━━━━━━━━━━━━┯━━━━━━━━━━━━━━━━━┯━━━━━━━━━━━━━━━━━━┯━━━━━━━━━━━━━━━━━┓
┃ ACTIVE │ STACK NAME      │ ARTIFACT_STORE  │ CONTAINER_REGI… │ METADATA_STORE   │ ORCHESTRATOR    ┃
┠────────┼─────────────────┼─────────────────┼─────────────────┼──────────────────┼─────────────────┨
┃        │ local_kubeflow… │ local_artifact… │ local_registry  │ local_metadata_… │ kubeflow_orche… ┃
┃   👉   │ local_stack     │ local_artifact… │                 │ local_metadata_… │ local_orchestr… ┃
┗━━━━━━━━┷━━━━━━━━━━━━━━━━━┷━━━━━━━━━━━━━━━━━┷━━━━━━━━━━━━━━━━━┷━━━━━━━━━━━━━━━━━━┷━━━━━━━━━━━━━━━━━┛
`.trim(),
  );
});

test("a description has a centred title and a line between rows", async () => {
  const table: Table = {
    title: "'other' Profile Configuration (ACTIVE)",
    columns: headers(["PROPERTY", "VALUE"]),
    rows: cells([
      ["NAME", "other"],
      ["STORE_URL", "file:///home/user/.config/zenml/profiles/other"],
      ["ACTIVE_STACK", "default"],
    ]),
    lines: "all",
    overflow: "wrap",
  };
  expect(await drawTable(table, { width: undefined, paint: plain })).toBe(
    [
      "             'other' Profile Configuration (ACTIVE)              ",
      "┏━━━━━━━━━━━━━━┯━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━┓",
      "┃ PROPERTY     │ VALUE                                          ┃",
      "┠──────────────┼────────────────────────────────────────────────┨",
      "┃ NAME         │ other                                          ┃",
      "┠──────────────┼────────────────────────────────────────────────┨",
      "┃ STORE_URL    │ file:///home/user/.config/zenml/profiles/other ┃",
      "┠──────────────┼────────────────────────────────────────────────┨",
      "┃ ACTIVE_STACK │ default                                        ┃",
      "┗━━━━━━━━━━━━━━┷━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━┛",
    ].join("\n"),
  );
});

test("a long title goes on in the next line, as the documents show it", async () => {
  const table: Table = {
    title: "'legacy-repository-b8133fe0' Profile Configuration (ACTIVE)",
    columns: headers(["PROPERTY", "VALUE"]),
    rows: cells([["ACTIVE_STACK", "legacy-repository-b8133fe0"]]),
  };
  const drawn = await drawTable(table, { width: undefined, paint: plain });
  expect(drawn.split("\n").slice(0, 2)).toEqual([
    "    'legacy-repository-b8133fe0' Profile     ",
    "           Configuration (ACTIVE)            ",
  ]);
});

test("nothing is cut when the answer goes into a pipe", async () => {
  const long = "x".repeat(500);
  const table = { columns: headers(["NAME"]), rows: cells([[long]]) };
  expect(await drawTable(table, { width: undefined, paint: plain })).toContain(long);
});

test("columns that cannot stand side by side are drawn one below the other", async () => {
  const names = "abcdefghijkl".split("").map((letter) => `COLUMN_${letter}`);
  const table = { columns: headers(names), rows: cells([names, names]) };
  const drawn = await drawTable(table, { width: 40, paint: plain });
  for (const name of names) expect(drawn.split(name)).toHaveLength(5);
});

test("what a terminal would obey is made visible", async () => {
  const table = {
    columns: headers(["NAME"]),
    rows: cells([["a\u001b[31mb\u0007\nc\u202ed"]]),
  };
  const drawn = await drawTable(table, { width: undefined, paint: plain });
  expect(drawn).toContain("a\\u001b[31mb\\u0007 c\\u202ed");
});

test("colour changes no width and stays out of the spaces", async () => {
  const table: Table = {
    columns: headers(["STATUS"]),
    rows: [[{ text: "ok", style: "green" }], [{ text: "longer", style: "red" }]],
  };
  const coloured = await drawTable(table, { width: undefined, paint: painter(true) });
  const uncoloured = await drawTable(table, { width: undefined, paint: plain });
  expect(coloured).toContain("┃ \u001b[32mok\u001b[39m     ┃");
  // oxlint-disable-next-line no-control-regex
  expect(coloured.replace(/\u001b\[\d+m/g, "")).toBe(uncoloured);
});

// Whatever is in a table and however wide the terminal is, all lines end in the same column.
const PARTS = [
  "a",
  "word ",
  "日本語",
  "👉",
  "👩‍👩‍👧",
  "🇩🇪",
  "🏿",
  "e\u0301",
  "\u0301",
  "\u200d",
  "\ufe0f",
  "\u0600",
  "한",
  "ｱ",
  "\t",
  "\n",
  "\u001b[1m",
  "\ud800",
  "|",
  "…",
  "नि",
  "ไทย",
  "\u00ad",
  "x".repeat(30),
];

function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

test("every line has the same width, for any text and any terminal from 40 columns", async () => {
  for (let seed = 1; seed <= 400; seed++) {
    const random = randomFrom(seed);
    const pick = (limit: number) => Math.floor(random() * limit);
    const text = () => Array.from({ length: pick(9) }, () => PARTS[pick(PARTS.length)]).join("");
    const count = 1 + pick(8);
    const columns = Array.from({ length: count }, () => ({
      header: text(),
      align: random() < 0.3 ? ("center" as const) : ("left" as const),
    }));
    const rows = Array.from({ length: pick(5) }, () =>
      Array.from({ length: count }, () => ({ text: text() })),
    );
    const overflow = random() < 0.5 ? "cut" : "wrap";
    const width = random() < 0.2 ? undefined : 40 + pick(100);
    const table: Table = { columns, rows, overflow, lines: "all", title: text() };
    const lines = (await drawTable(table, { width, paint: plain })).split("\n");
    const widths = new Set(lines.map((line) => stringWidth(line)));
    expect([...widths], `seed ${seed}`).toHaveLength(1);
    if (width !== undefined) expect([...widths][0]).toBeLessThanOrEqual(width);
  }
});
