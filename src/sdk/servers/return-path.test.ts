import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { configPaths } from "../../config/paths.js";
import type { ConfigPaths } from "../../config/paths.js";
import { goTo, keepFirst, returnPath } from "./return-path.js";

const FILE = "/settings/zenml.yaml";

let folder: string;
let paths: ConfigPaths;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "zenml-return-"));
  paths = configPaths({ ZENML_CONFIG_PATH: folder });
});
afterEach(() => rmSync(folder, { recursive: true }));

const place = (profile: string) => ({ profile, project: null, stack: null });
const go = (before: string, target: string) =>
  goTo(paths, FILE, { before: place(before), isServer: before !== "default", target });
const walked = () => returnPath(paths, FILE).map(({ profile }) => profile);

test("each server leads back to where somebody was", async () => {
  await go("default", "first");
  await go("first", "second");
  expect(walked()).toEqual(["default", "first"]);
  await keepFirst(paths, FILE, 1);
  expect(walked()).toEqual(["default"]);
});

test("who comes back to a server has not gone round in circles", async () => {
  await go("default", "first");
  await go("first", "second");
  await go("second", "first");
  expect(walked()).toEqual(["default"]);
});

test("connecting to where one is leads nowhere new", async () => {
  await go("default", "first");
  await go("first", "first");
  expect(walked()).toEqual(["default"]);
});

test("the way begins anew where no server was active", async () => {
  await go("default", "first");
  await go("default", "second");
  expect(walked()).toEqual(["default"]);
});

test("a file that cannot be read is as good as none", async () => {
  await go("default", "first");
  writeFileSync(join(paths.servers, "return.json"), "{");
  expect(walked()).toEqual([]);
  await go("default", "second");
  expect(walked()).toEqual(["default"]);
});
