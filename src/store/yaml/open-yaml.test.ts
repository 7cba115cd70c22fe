import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterEach, beforeEach, expect, test } from "vitest";
import { ensureDefaults } from "../bootstrap.js";
import { openYamlUrl } from "./open-yaml.js";
import type { OpenYamlOptions } from "./open-yaml.js";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "zenml-yaml-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const source = { now: () => new Date().toISOString(), newId: () => crypto.randomUUID() };
const BY_NAME = {
  filters: [],
  sort: { field: "name", direction: "asc" },
  limit: 10,
  after: null,
} as const;

/** Notes what is loaded, in order. */
function options(loaded: string[]): OpenYamlOptions {
  const note = <Module>(name: string, load: () => Promise<Module>) => {
    return (): Promise<Module> => {
      loaded.push(name);
      return load();
    };
  };
  return {
    cwd: folder,
    createIfMissing: true,
    onWarning: () => undefined,
    loadText: note("text", () => import("./entity-text.js")),
    loadLock: note("lock", () => import("../sql/sqlite/file-lock.js")),
    loadDatabase: note("database", () => import("../sql/open-sql.js")),
  };
}

test("a list of unchanged files loads neither the parser nor SQLite, nor does one of no runs", async () => {
  const first = openYamlUrl("store", options([]));
  await ensureDefaults(first, source);
  await first.close();
  const loaded: string[] = [];
  const again = openYamlUrl("store", options(loaded));
  expect(await again.select("stack", BY_NAME)).toHaveLength(1);
  expect(await again.select("component", BY_NAME)).toHaveLength(2);
  expect(await again.select("run", BY_NAME)).toEqual([]);
  await again.sync();
  await again.close();
  expect(loaded).toEqual([]);
});

test("after the index is gone the files are parsed once", async () => {
  const first = openYamlUrl("store", options([]));
  await ensureDefaults(first, source);
  await first.close();
  rmSync(join(folder, "store", ".index"), { recursive: true });
  for (const expected of [["text"], []]) {
    const loaded: string[] = [];
    const driver = openYamlUrl("store", options(loaded));
    await driver.select("stack", BY_NAME);
    await driver.close();
    expect(loaded).toEqual(expected);
  }
});

test.each(["file://server/share", "file:relative"])("%s names no folder of this machine", (url) => {
  expect(() => openYamlUrl(url, options([]))).toThrow(
    expect.objectContaining({ code: "invalid_input", hint: expect.stringContaining("file:///") }),
  );
});

test("an option that there is not is refused", () => {
  const url = `${pathToFileURL(join(folder, "store")).href}?synchronous=never`;
  expect(() => openYamlUrl(url, options([]))).toThrow(
    expect.objectContaining({ hint: "Options: synchronous=off|normal|full." }),
  );
});

test("what is not synced is there for the next process all the same", async () => {
  const url = pathToFileURL(join(folder, "store")).href;
  const unsynced = openYamlUrl(`${url}?synchronous=off`, options([]));
  await ensureDefaults(unsynced, source);
  await unsynced.close();
  const next = openYamlUrl(url, options([]));
  expect(await next.select("component", BY_NAME)).toHaveLength(2);
  await next.close();
  const left = readdirSync(join(folder, "store"), { recursive: true }).map(String);
  expect(left.filter((name) => /tmp$|pending/.test(name))).toEqual([]);
});
