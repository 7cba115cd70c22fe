import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, relative } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { localModules } from "./local-modules.js";

let folder = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "zenml-modules-"));
  for (const name of ["a.py", "b.py", "c.py", "pack/__init__.py", "pack/d.py", "pack/sub/e.py"]) {
    write(name, "");
  }
  write("fast.cpython-311.so", "");
});
afterEach(() => rmSync(folder, { recursive: true }));

function write(name: string, text: string): void {
  mkdirSync(dirname(join(folder, name)), { recursive: true });
  writeFileSync(join(folder, name), text);
}

function modulesOf(text: string) {
  write("train.py", text);
  const { files, uncacheable } = localModules(join(folder, "train.py"));
  const names = files.map((file) => relative(folder, file)).filter((name) => name !== "train.py");
  return { names, uncacheable };
}

const PACK = ["pack/__init__.py", "pack/d.py", "pack/sub/e.py"];

test.each([
  ["nothing of one's own", "import json, os.path\nfrom numpy import array\n", []],
  ["a module", "import a\n", ["a.py"]],
  ["several, renamed", "import a as x, c as y\n", ["a.py", "c.py"]],
  ["inside of a function", "def f():\n    from b import g\n", ["b.py"]],
  ["after a semicolon", "x = 1; import b\n", ["b.py"]],
  ["a list in parentheses with comments", "from a import (  # one\n    x,\n    y,\n)\n", ["a.py"]],
  ["a line that goes on", "import a, \\\n    b\n", ["a.py", "b.py"]],
  ["a package, as a whole", "from pack import d\n", PACK],
  ["a part of a package", "import pack.sub.e\n", PACK],
  ["from the folder itself", "from . import c\n", ["c.py"]],
  ["a compiled module", "import fast\n", ["fast.cpython-311.so"]],
])("%s is found", (_, text, expected) => {
  expect(modulesOf(text)).toEqual({ names: expected, uncacheable: undefined });
});

test("what imported modules import is found too, in circles as well", () => {
  write("a.py", "import b");
  write("b.py", "from a import x\nimport c");
  expect(modulesOf("import a").names).toEqual(["a.py", "b.py", "c.py"]);
});

test("where names are made at run time, all files of the folder count", () => {
  const { names } = modulesOf("import importlib\nimportlib.import_module('a' + '')\n");
  expect(names).toEqual(["a.py", "b.py", "c.py", "fast.cpython-311.so", ...PACK]);
});

test("a script that changes where Python imports from cannot be known", () => {
  expect(modulesOf("import sys\nsys.path.append('..')\n").uncacheable).toContain("train.py");
});
