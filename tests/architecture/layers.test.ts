import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { LAZY_IMPORTS, ROOMS, lazyImports, names, roomOf } from "../../scripts/layers.mjs";
import { readImports, sourceFiles } from "./imports.js";
import { browserViolations, cycles, layerViolations } from "./rules.js";

const src = join(import.meta.dirname, "../../src");
const files = sourceFiles(src);
const imports = files.flatMap((file) => readImports(src, file));

describe("the source tree", () => {
  test("keeps to the layer table", () => {
    expect(layerViolations(imports)).toEqual([]);
  });

  test("has no import cycle", () => {
    expect(cycles(imports)).toEqual([]);
  });

  test("reaches nothing of Node's from a browser-safe room", () => {
    expect(browserViolations(imports)).toEqual([]);
  });

  test("has no file of 500 lines", () => {
    const long = files.filter(
      (file) => readFileSync(join(src, file), "utf8").split("\n").length > 500,
    );
    expect(long).toEqual([]);
  });

  test("lists only files that still use import()", () => {
    const lazy = imports.filter((entry) => entry.isLazy).map((entry) => entry.file);
    const used = new Set(lazy.map(lazyImports));
    const stale = Object.entries(LAZY_IMPORTS).filter(([, allowed]) => !used.has(allowed));
    expect(stale.map(([file]) => file)).toEqual([]);
  });
});

describe("the layer table", () => {
  test("names only rooms that it has", () => {
    const known = ROOMS.map((room) => room.name);
    const unknown = ROOMS.flatMap((room) => room.rooms).filter((name) => !known.includes(name));
    expect(unknown).toEqual([]);
  });

  test("allows no part of a room where it forbids the room", () => {
    const inconsistent = ROOMS.flatMap((room) =>
      room.rooms
        .filter((name) => name.includes("/") && !name.endsWith("/*"))
        .filter((name) => {
          const parent = roomOf(name.slice(0, name.lastIndexOf("/")));
          const isOwn = parent === room.name;
          return parent !== undefined && !isOwn && !names(room.rooms, parent);
        })
        .map((name) => `${room.name}: ${name}`),
    );
    expect(inconsistent).toEqual([]);
  });

  test("puts every file into a room", () => {
    expect(files.filter((file) => roomOf(file) === undefined)).toEqual([]);
  });

  test("is met by a source tree that exists", () => {
    expect(existsSync(join(src, "domain/resources.ts"))).toBe(true);
    expect(imports.length).toBeGreaterThan(100);
  });
});
