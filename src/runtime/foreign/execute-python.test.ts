import { existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { bytes } from "../../artifacts/materializers/bytes.js";
import { file } from "../../artifacts/materializers/file.js";
import type { FileValue } from "../../artifacts/materializers/file-value.js";
import { html } from "../../artifacts/materializers/html.js";
import { ForeignProject, OUT, python } from "./foreign.fixture.js";
import { ForeignProcesses } from "./foreign-processes.js";

const STEPS = `
import os, signal, sys, time
import counted

def same(value):
    return {"out": value}

def scale(sizes, by, unit="cm", context=None):
    context.log("scaled")
    context.metadata({"by": by}, output="out")
    return {"out": [str(size * by) + unit for size in sizes]}

def all_params(params):
    return {"out": params}

def misfit(sizes):
    return {"out": 1}

def broken():
    return helper_of_broken(0)

def helper_of_broken(number):
    return 1 / number

def where():
    counted.times += 1
    return {"out": {"pid": os.getpid(), "times": counted.times}}

def leaves_traces():
    os.environ["TRACE"] = "1"
    sys.path.insert(0, "/nowhere")
    os.chdir("/")
    return {"out": 1}

def traces():
    return {"out": [os.environ.get("TRACE"), "/nowhere" in sys.path, os.getcwd()]}

def writes(context):
    path = context.path("model.bin")
    path.write_bytes(b"12345")
    open("kept.txt", "w").write("kept")
    return {"model": path, "kept": os.path.abspath("kept.txt"), "raw": b"\\x00\\xff", "page": "<p>page</p>"}

def reads(model):
    return {"out": [model.name, model.read_bytes().decode()]}

def passes_on(model):
    return {"model": model}

def outdates(model):
    os.utime(model, (1, 1))
    return {"out": 1}

def spoils(model):
    os.chmod(os.path.realpath(model), 0o644)
    with open(model, "a") as out:
        out.write("more")
    return {"out": 1}

def unwritable():
    return {"out": {"rows": [object(), {1, 2}, set]}}

def other_names():
    return {"score": 1}

def missing_file():
    return {"model": "nowhere.bin"}
`;

const project = new ForeignProject();
const processes = new ForeignProcesses();
beforeAll(() => {
  project.write("steps.py", STEPS);
  project.write("counted.py", "times = 0\n");
});
afterAll(async () => {
  await processes.close();
  project.remove();
});

const run = (name: string, more: object = {}) =>
  project.run({ external: python(name), outputs: OUT, processes, ...more });

describe("values", () => {
  test("JSON comes back as it went, with all that its tags are for", async () => {
    const value = {
      text: "é 👉 \u0000",
      numbers: [1, -2.5, Number.NaN, Number.POSITIVE_INFINITY, -0, 2 ** 52],
      big: 2n ** 70n,
      at: new Date(1234567890123),
      map: new Map<unknown, unknown>([[1, "one"]]),
      set: new Set(["a"]),
      $type: "mine",
      nothing: null,
      nested: [[{ $$type: true }]],
    };
    const { values } = await run("same", { inputs: { value } });
    expect(values["out"]).toEqual(value);
  });

  test("inputs and params arrive under their names, defaults of the function count", async () => {
    const inputs = { sizes: [1, 2] };
    const { values, lines, outcome } = await run("scale", { inputs, params: { by: 3 } });
    expect(values["out"]).toEqual(["3cm", "6cm"]);
    expect(lines).toEqual(["log: [info] scaled"]);
    expect(outcome).toMatchObject({ outputs: { out: { metadata: { by: 3 } } } });
  });

  test("a function may take all params at once", async () => {
    const { values } = await run("all_params", { params: { a: 1, b: [new Date(0)] } });
    expect(values["out"]).toEqual({ a: 1, b: [new Date(0)] });
  });

  test("files keep their names, bytes and text their content; a file elsewhere stays where it is", async () => {
    const outputs = { model: file, kept: file, raw: bytes, page: html };
    const { values, failure } = await run("writes", { outputs });
    expect(failure).toBeUndefined();
    expect((values["model"] as FileValue).name).toBe("model.bin");
    expect(await (values["kept"] as FileValue).text()).toBe("kept");
    expect(existsSync(join(project.folder, "kept.txt"))).toBe(true);
    expect(values["raw"]).toEqual(Uint8Array.of(0, 255));
    expect(String(values["page"])).toBe("<p>page</p>");
  });

  test("a file arrives as a path that has its name, and may be passed on without harm", async () => {
    const path = join(project.folder, "data.txt");
    writeFileSync(path, "content");
    const inputs = { model: file(path) };
    expect((await run("reads", { inputs })).values["out"]).toEqual(["data.txt", "content"]);
    await run("passes_on", { inputs, outputs: { model: file } });
    expect((await run("reads", { inputs })).values["out"]).toEqual(["data.txt", "content"]);
  });
});

describe("a warm process", () => {
  test("serves further steps, each of which finds the person's modules fresh", async () => {
    const first = (await run("where")).values["out"] as { pid: number };
    const second = (await run("where")).values["out"] as { pid: number };
    expect(second).toEqual({ pid: first.pid, times: 1 });
  });

  test("forgets variables, paths and the working folder of the step before", async () => {
    await run("leaves_traces");
    expect((await run("traces")).values["out"]).toEqual([null, false, project.folder]);
  });

  test("is not used by a step that wants its own", async () => {
    const own = { external: python("where", { keep_warm: false }) };
    const first = (await run("where", own)).values["out"] as { pid: number };
    const second = (await run("where", own)).values["out"] as { pid: number };
    expect(second.pid).not.toBe(first.pid);
  });
});

describe("what goes wrong", () => {
  test("an exception is told with its line in Python and its traceback, without lines of ours", async () => {
    const { failure } = await run("broken");
    expect(failure).toMatchObject({ name: "ZeroDivisionError", message: "division by zero" });
    expect(failure?.location).toBe("steps.py:23");
    expect(failure?.stack).toContain("line 20, in broken");
    expect(failure?.stack).not.toContain("zenml_step");
  });

  test.each([
    ["misfit", { params: { colour: 1 } }, "nothing is given for 'sizes'"],
    ["misfit", { params: { colour: 1 } }, "it takes no 'colour'"],
    ["nowhere", {}, "has no function 'nowhere'"],
    ["unwritable", {}, "$.rows[0] is a value of type object; $.rows[2] is a value of type type"],
    ["other_names", {}, "with the outputs 'out'; it returned keys 'score'"],
  ])("%s is refused in a sentence", async (name, more, sentence) => {
    const { failure } = await run(name, more);
    expect(failure).toMatchObject({ name: "StepError" });
    expect(failure?.message).toContain(sentence);
  });

  test("a file that is not there is refused by name", async () => {
    const { failure } = await run("missing_file", { outputs: { model: file } });
    expect(failure?.message).toContain("nowhere.bin, which is not there");
  });

  test("a step that writes to its input fails", async () => {
    const path = join(project.folder, "shared.txt");
    writeFileSync(path, "spoil me");
    const { failure } = await run("spoils", { inputs: { model: file(path) } });
    expect(failure?.message).toContain("changed the file of its input 'model'");
  });

  test("an input whose time alone was changed is the same input", async () => {
    const path = join(project.folder, "timed.txt");
    writeFileSync(path, "any time");
    const { values } = await run("outdates", { inputs: { model: file(path) } });
    expect(values["out"]).toBe(1);
  });

  test("an input of another type than declared is refused before Python starts", async () => {
    const external = python("same", { inputs: { value: "table" } });
    const { failure } = await run("same", { external, inputs: { value: [1] } });
    expect(failure?.message).toContain("'value' is declared as 'table' and is 'json'");
  });

  test("a script that does not compile, or cannot import, is told by its place", async () => {
    project.write("syntax.py", "x = 1\ndef broken(:\n");
    const syntax = await run("x", { external: python("x", { script: "syntax.py" }) });
    expect(syntax.failure).toMatchObject({ name: "SyntaxError", location: "syntax.py:2" });
    project.write("imports.py", "import not_installed_anywhere\n");
    const imports = await run("x", { external: python("x", { script: "imports.py" }) });
    expect(imports.failure?.message).toContain("Add it to the requirements");
    expect(imports.failure?.location).toBe("imports.py:1");
  });
});

test("a script that is run as a program says what it returns by run()", async () => {
  project.write(
    "program.py",
    `from zenml_step import run, step\n\n@step\ndef double(value):\n    return {"out": value * 2}\n\nif __name__ == "__main__":\n    run(double)\n`,
  );
  const external = python(undefined, { script: "program.py" });
  const { values, failure } = await run("program", { external, inputs: { value: 21 } });
  expect(failure).toBeUndefined();
  expect(values["out"]).toBe(42);
});
