// Steps in Python beside bare Python: a cold start, a warm round trip, 100 MB there and back. Prints
// milliseconds as JSON. The environment (numpy) is made at the first run and kept in the project's cache.
import { spawn } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { open } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { arrayMaterializer } from "../src/artifacts/materializers/array.js";
import { jsonMaterializer } from "../src/artifacts/materializers/json.js";
import { readValue } from "../src/artifacts/read-value.js";
import { writeValue } from "../src/artifacts/write-value.js";
import { localArtifactStore } from "../src/integrations/local/artifact-store.js";
import type { AnyMaterializer, StepDefinition } from "../src/runtime/definition.js";
import { executeStep } from "../src/runtime/execution/execute-step.js";
import { ForeignProcesses } from "../src/runtime/foreign/foreign-processes.js";
import { preparePython } from "../src/runtime/foreign/python/python-environment.js";
import type { StepTask, TaskInput } from "../src/runtime/step-task.js";

const ROUNDS = Number(process.argv[2] ?? 9);
const ROOT = process.cwd();
const ITEMS = 12_500_000;
const environment = { requirements: ["numpy"] };

const folder = mkdtempSync(join(tmpdir(), "zenml-bench-"));
const store = localArtifactStore({ root: join(folder, "artifacts") });
const signal = new AbortController().signal;

writeFileSync(
  join(folder, "steps.py"),
  "def total(numbers):\n    return {'out': sum(numbers)}\n\ndef pass_on(array):\n    return {'out': array}\n",
);
writeFileSync(
  join(folder, "bare.py"),
  `import json, sys
with open(sys.argv[1]) as file:
    numbers = json.load(file)
with open(sys.argv[2], "w") as file:
    json.dump(sum(numbers), file)
`,
);
writeFileSync(
  join(folder, "files.py"),
  `import os, sys, time, numpy
begin = time.perf_counter()
array = numpy.load(sys.argv[1])
with open(sys.argv[2], "wb") as file:
    numpy.save(file, array)
    file.flush()
    os.fsync(file.fileno())
print((time.perf_counter() - begin) * 1000)
`,
);

function definition(name: string, output: AnyMaterializer): StepDefinition {
  return {
    name,
    description: null,
    fn: () => undefined,
    params: undefined,
    defaults: {},
    outputs: { out: output },
    configuration: {},
    source: { file: join(folder, "steps.ts"), line: 1, column: 1 },
    external: {
      ...{ type: "python", script: "steps.py", function: name, environment, keep_warm: true },
      ...{ inputs: undefined, env: {}, files: undefined, heartbeat_timeout: undefined },
    },
  };
}

async function execute(
  step: StepDefinition,
  inputs: Record<string, TaskInput>,
  processes?: ForeignProcesses,
) {
  const task: StepTask = {
    run: { id: "1", name: "run" },
    step: { id: "2", name: step.name, definition: step.name },
    node: step.name,
    ...{ pipeline: "bench", attempt: 1, params: {}, inputs, outputs: {} },
  };
  const surroundings = { materializers: new Map(), artifactStore: store, signal, log: () => {} };
  const outcome = await executeStep(
    task,
    { definition: step, params: {} },
    { ...surroundings, projectRoot: ROOT, processes },
  );
  if (outcome.status === "completed" && outcome.outputs["out"] !== undefined) {
    return outcome.outputs["out"];
  }
  throw new Error(JSON.stringify(outcome));
}

async function time(work: () => Promise<unknown>): Promise<number> {
  const begin = performance.now();
  await work();
  return performance.now() - begin;
}

function run(command: string, args: readonly string[]): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { stdio: ["ignore", "pipe", "inherit"] });
    let stdout = "";
    child.stdout.on("data", (text) => (stdout += text));
    child.on("close", (code) => (code === 0 ? resolve(stdout) : reject(new Error(`${code}`))));
  });
}

const python = await preparePython(environment, {
  ...{ step: "bench", folder, projectRoot: ROOT, env: process.env, isExact: false },
  log: (line) => console.error(line),
});
const numbers = [1, 2, 3];
const input = join(folder, "numbers.json");
writeFileSync(input, JSON.stringify(numbers));
const total = definition("total", jsonMaterializer);
const passOn = definition("pass_on", arrayMaterializer);

async function plainFiles(array: Float64Array): Promise<number> {
  const there = join(folder, "there.npy");
  const back = join(folder, "back.npy");
  const header = (await readHeader()).slice();
  const begin = performance.now();
  const output = await open(there, "w");
  await output.write(header);
  await output.write(new Uint8Array(array.buffer));
  await output.sync();
  await output.close();
  const written = performance.now();
  const inPython = Number(await run(python.executable, [join(folder, "files.py"), there, back]));
  const from = performance.now();
  const handle = await open(back);
  const bytes = new Uint8Array((await handle.stat()).size);
  await handle.read(bytes, 0, bytes.length, 0);
  await handle.close();
  return written - begin + inPython + (performance.now() - from);
}

async function readHeader(): Promise<Uint8Array> {
  const chunks = await arrayMaterializer.write(new Float64Array(ITEMS));
  if (chunks instanceof Uint8Array) return chunks;
  for await (const chunk of chunks) return chunk;
  throw new Error("no header");
}

async function artifacts(array: Float64Array, processes: ForeignProcesses): Promise<number> {
  return time(async () => {
    const artifact = await writeValue(array, { store, step: "write", output: "array" });
    const content = await execute(passOn, { array: { artifact } }, processes);
    await readValue(content, { store });
  });
}

const times: Record<string, number[]> = { bare: [], cold: [], warm: [], files: [], artifacts: [] };
const processes = new ForeignProcesses();
try {
  const literal = { numbers: { value: numbers } };
  await execute(total, literal);
  await execute(total, literal, processes);
  for (let round = 0; round < ROUNDS; round += 1) {
    const out = join(folder, "out.json");
    const bare = [join(folder, "bare.py"), input, out];
    times["bare"]?.push(await time(() => run(python.executable, bare)));
    times["cold"]?.push(await time(() => execute(total, literal)));
    for (let call = 0; call < 10; call += 1) {
      times["warm"]?.push(await time(() => execute(total, literal, processes)));
    }
  }
  for (let round = 0; round < Math.min(ROUNDS, 7); round += 1) {
    const array = new Float64Array(ITEMS);
    for (let index = 0; index < ITEMS; index += 1) array[index] = Math.sqrt(index + round);
    times["files"]?.push(await plainFiles(array));
    times["artifacts"]?.push(await artifacts(array, processes));
  }
} finally {
  await processes.close();
  rmSync(folder, { recursive: true, force: true });
}
console.log(JSON.stringify(times));
