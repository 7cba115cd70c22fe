import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeEach, expect, test } from "vitest";
import { readCredentials, setCredentials, updateCredentials } from "./credentials.js";
import { configPaths } from "./paths.js";
import type { ConfigPaths } from "./paths.js";

let paths: ConfigPaths;

beforeEach(() => {
  paths = configPaths({ HOME: mkdtempSync(join(tmpdir(), "zenml-credentials-")) });
});

test("what is set for a profile is read back, and its owner alone may read the file", async () => {
  await setCredentials(paths, "a", { password: "p: 'q' \u2028" });
  await setCredentials(paths, "a", { token: "t" });
  await setCredentials(paths, "b 👉", { token: "u" });
  expect(readCredentials(paths, "a")).toEqual({ password: "p: 'q' \u2028", token: "t" });
  expect(readCredentials(paths, "b 👉")).toEqual({ token: "u" });
  expect(readCredentials(paths, "c")).toEqual({});
  expect(statSync(paths.credentialsFile).mode & 0o777).toBe(0o600);
});

test("a file that others may read is closed to them when it is written", async () => {
  await setCredentials(paths, "a", { password: "p" });
  chmodSync(paths.credentialsFile, 0o644);
  await setCredentials(paths, "a", { password: "q" });
  expect(statSync(paths.credentialsFile).mode & 0o777).toBe(0o600);
});

test("a profile whose last credential is taken away leaves the file", async () => {
  await setCredentials(paths, "a", { password: "p" });
  await setCredentials(paths, "b", { token: "t" });
  await setCredentials(paths, "a", { password: undefined });
  expect(readFileSync(paths.credentialsFile, "utf8")).toBe(
    "version: 1\nprofiles:\n  b:\n    token: t\n",
  );
});

test("taking away what was never there makes nothing", async () => {
  await setCredentials(paths, "a", { password: undefined, token: undefined });
  expect(existsSync(paths.folder)).toBe(false);
});

test("changes at the same time lose nothing", async () => {
  const names = Array.from({ length: 12 }, (_, index) => `p${index}`);
  await Promise.all(names.map((name) => setCredentials(paths, name, { token: name })));
  expect(names.map((name) => readCredentials(paths, name).token)).toEqual(names);
});

test("a broken file is told with its place, and never with what is in it", async () => {
  mkdirSync(paths.folder, { recursive: true });
  const text = "version: 1\nprofiles:\n  a:\n    password: [s3cret\n";
  writeFileSync(paths.credentialsFile, text);
  const failed = updateCredentials(paths, (all) => ({ ...all, b: { token: "t" } }));
  const error = await failed.catch((thrown: unknown) => thrown);
  expect(error).toMatchObject({ code: "config_invalid" });
  expect(String(error)).toContain(`${paths.credentialsFile}:5:1`);
  expect(String(error)).not.toContain("s3cret");
  expect(readFileSync(paths.credentialsFile, "utf8")).toBe(text);
});
