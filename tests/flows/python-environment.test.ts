// Environments are made for real, from a package that lies beside the test: no index is asked.
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { PythonEnvironment } from "../../src/runtime/foreign/external-step.js";
import { preparePython } from "../../src/runtime/foreign/python/python-environment.js";

const folder = mkdtempSync(join(tmpdir(), "zenml-python-"));
const lines: string[] = [];

/** A wheel is a zip file with a few names in it. */
const MAKE_WHEEL = `
import sys, zipfile
name, version, folder = sys.argv[1:]
info = "%s-%s.dist-info/" % (name, version)
with zipfile.ZipFile("%s/%s-%s-py3-none-any.whl" % (folder, name, version), "w") as wheel:
    wheel.writestr(name + ".py", "version = %r\\n" % version)
    wheel.writestr(info + "METADATA", "Metadata-Version: 2.1\\nName: %s\\nVersion: %s\\n" % (name, version))
    wheel.writestr(info + "WHEEL", "Wheel-Version: 1.0\\nGenerator: test\\nRoot-Is-Purelib: true\\nTag: py3-none-any\\n")
    wheel.writestr(info + "RECORD", "")
`;

beforeAll(() => {
  mkdirSync(join(folder, "wheels"));
  writeFileSync(join(folder, "package.json"), "{}");
  for (const version of ["1.0", "2.0"]) {
    execFileSync("python3", ["-c", MAKE_WHEEL, "tiny_thing", version, join(folder, "wheels")]);
  }
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function prepare(environment: PythonEnvironment, env: NodeJS.ProcessEnv = process.env) {
  const place = { step: "train", folder, projectRoot: folder, env, isExact: true };
  return preparePython(environment, { ...place, log: (line) => lines.push(line) });
}

const OFFLINE = "--no-index\n--find-links wheels\n";

describe("an environment that is made", { timeout: 120_000 }, () => {
  test("has what its requirements say, is made once, and again when they change", async () => {
    writeFileSync(join(folder, "requirements.txt"), `${OFFLINE}tiny_thing==1.0\n`);
    const environment = { requirements: "requirements.txt", tool: "venv" } as const;
    const both = await Promise.all([prepare(environment), prepare(environment)]);
    expect(both[0].packages).toMatchObject({ "tiny-thing": "1.0" });
    expect(both[1].executable).toBe(both[0].executable);
    expect(both[0].uncacheable).toBeUndefined();
    expect(lines.filter((line) => line.startsWith("Making"))).toHaveLength(1);
    const code = "import tiny_thing; print(tiny_thing.version)";
    expect(execFileSync(both[0].executable, ["-c", code], { encoding: "utf8" })).toBe("1.0\n");

    writeFileSync(join(folder, "requirements.txt"), `${OFFLINE}tiny_thing==2.0\n`);
    const changed = await prepare(environment);
    expect(changed.executable).not.toBe(both[0].executable);
    expect(changed.packages).toMatchObject({ "tiny-thing": "2.0" });
  });

  test("of a file of this machine is never cached: it may change under the same version", async () => {
    const requirements = ["--no-index", "./wheels/tiny_thing-1.0-py3-none-any.whl"];
    const made = await prepare({ requirements, tool: "venv" });
    expect(made.uncacheable).toContain("./wheels/tiny_thing-1.0");
  });

  test("that cannot be resolved says what pip said, and leaves nothing half-made", async () => {
    const requirements = ["--no-index", "no-such-thing==7"];
    const environment = { requirements, tool: "venv" } as const;
    for (let times = 0; times < 2; times += 1) {
      await expect(prepare(environment)).rejects.toMatchObject({
        code: "pipeline_invalid",
        message: expect.stringContaining("no-such-thing==7"),
      });
    }
  });
});

describe("a Python that is not there", () => {
  test.each([
    ["a path", { python: "nowhere/python" }, "asks for the Python 'nowhere/python'"],
    ["a version that nobody has", { python: ">=3.99" }, "needs Python >=3.99; found: "],
  ])("%s is refused by name", async (_, environment, sentence) => {
    await expect(prepare(environment)).rejects.toMatchObject({
      code: "integration_not_installed",
      message: expect.stringContaining(sentence),
    });
  });

  test("no Python at all, and no uv where it is asked for, say what to install", async () => {
    const env = { PATH: folder };
    await expect(prepare({}, env)).rejects.toThrow("needs Python >=3.8; none was found");
    const environment = { requirements: ["x"], tool: "uv" } as const;
    await expect(prepare(environment, env)).rejects.toThrow("asks for uv");
  });

  test("a missing requirements file, and one that it names, are told by their paths", async () => {
    await expect(prepare({ requirements: "none.txt" })).rejects.toThrow("none.txt");
    writeFileSync(join(folder, "outer.txt"), "-r inner.txt\n");
    await expect(prepare({ requirements: "outer.txt" })).rejects.toThrow("inner.txt");
  });
});

test("the Python that was found is asked again when it is another one", async () => {
  const found = await prepare({});
  expect(found.version).toMatch(/^3\.\d+\.\d+$/);
  const script = join(folder, "python3");
  writeFileSync(script, `#!/bin/sh\nexec ${found.executable} "$@"\n`, { mode: 0o755 });
  utimesSync(script, 1, 1);
  expect((await prepare({ python: script })).version).toBe(found.version);
});
