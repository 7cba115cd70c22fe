import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { missingPackages } from "./install.mjs";
import { ROOT } from "./paths.mjs";

interface LockEntry {
  readonly version?: string;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "zenml-install-"));
  lock("package-lock.json", {
    "": { version: "1.0.0" },
    "examples/one": { version: "0.0.0" },
    "node_modules/a": { version: "1.0.0" },
    "node_modules/elsewhere": { version: "1.0.0", optional: true },
    "node_modules/one": { link: true },
  });
});

afterEach(() => rmSync(folder, { recursive: true }));

function lock(file: string, packages: Record<string, object>): void {
  mkdirSync(dirname(join(folder, file)), { recursive: true });
  writeFileSync(join(folder, file), JSON.stringify({ packages }));
}

function install(packages: Record<string, object>): void {
  lock("node_modules/.package-lock.json", packages);
  for (const path of Object.keys(packages)) mkdirSync(join(folder, path), { recursive: true });
}

test("without node_modules all but what is optional is missing", () => {
  expect(missingPackages(folder)).toEqual(["node_modules/a", "node_modules/one"]);
});

test("nothing is missing where all is as locked", () => {
  install({ "node_modules/a": { version: "1.0.0" }, "node_modules/one": { link: true } });
  expect(missingPackages(folder)).toEqual([]);
});

test("another version counts as missing, of an optional package too", () => {
  install({
    "node_modules/a": { version: "0.9.0" },
    "node_modules/elsewhere": { version: "0.9.0" },
    "node_modules/one": { link: true },
  });
  expect(missingPackages(folder)).toEqual(["node_modules/a", "node_modules/elsewhere"]);
});

test("a package whose folder was removed is missing", () => {
  install({ "node_modules/a": { version: "1.0.0" }, "node_modules/one": { link: true } });
  rmSync(join(folder, "node_modules/a"), { recursive: true });
  expect(missingPackages(folder)).toEqual(["node_modules/a"]);
});

test("the lock file names no address to download from", () => {
  const text = readFileSync(join(ROOT, "package-lock.json"), "utf8");
  expect(text).not.toMatch(/"resolved": "https?:/);
});

test("the lock file holds every optional package, so that `npm ci` works on each system", () => {
  const { packages }: { packages: Record<string, LockEntry> } = JSON.parse(
    readFileSync(join(ROOT, "package-lock.json"), "utf8"),
  );
  const missing = Object.entries(packages).flatMap(([path, { optionalDependencies = {} }]) =>
    Object.entries(optionalDependencies)
      .filter(([name, range]) => {
        const found = packages[`${path}/node_modules/${name}`] ?? packages[`node_modules/${name}`];
        return found === undefined || (/^\d/.test(range) && found.version !== range);
      })
      .map(([name, range]) => `${path} wants ${name} ${range}`),
  );
  expect(missing).toEqual([]);
});
