// What only whole processes of Node show: traces, threads, debuggers, two programs at once.
import { afterAll, beforeAll, expect, test } from "vitest";
import { BuiltLoader } from "./built-loader.fixture.js";
import { Project } from "./project.fixture.js";

let loader: BuiltLoader;
beforeAll(async () => {
  loader = await BuiltLoader.build();
});
afterAll(() => loader.close());

const LOAD = `const options = { cwd: process.cwd(), version: "1" };
const module = await loadPipelineFile("pipeline.ts", options);
const exports = await importBundle(module.bundleFile);
`;

const FILES = {
  "pipeline.ts": `import { pipeline, step } from "zenml";
import { clean } from "./lib/clean.js";

interface Rows {
  rows: number[];
}
export const tidy = step("tidy", ({ rows }: Rows) => clean(rows));
export const training = pipeline("training", () => undefined);
export const url = import.meta.url;
`,
  "lib/clean.ts": `type Rows = number[];

export function clean(rows: Rows): Rows {
  if (rows.length === 0) {
    throw new RangeError("no rows");
  }
  return rows;
}
`,
};

test("an error in a step has the lines of the TypeScript sources", async () => {
  using project = new Project(FILES);
  const { stdout } = await loader.run(
    `${LOAD}
    try { exports.tidy.fn({ rows: [] }); }
    catch (error) {
      const failure = describeError(error, { projectRoot: process.cwd() });
      console.log(JSON.stringify(failure));
      console.log(error.stack);
    }`,
    { cwd: project.folder },
  );
  const [failure = "", ...stack] = stdout.split("\n");
  expect(JSON.parse(failure)).toMatchObject({
    name: "RangeError",
    message: "no rows",
    location: "lib/clean.ts:5:11",
  });
  expect(stack.join("\n")).toContain(`${project.path("lib/clean.ts")}:5:11`);
  expect(stack.join("\n")).toContain(`${project.path("pipeline.ts")}:7:54`);
});

test("a worker thread loads the bundle without the bundler, each module in its place", async () => {
  using project = new Project(FILES);
  project.write({
    "worker.mjs": loader.script(`
      import { parentPort, workerData } from "node:worker_threads";
      const pipeline = await loadBundle(workerData.bundleFile, { exportName: workerData.exportName });
      const { url, tidy } = await importBundle(workerData.bundleFile);
      let stack = "";
      try { tidy.fn({ rows: [] }); } catch (error) { stack = error.stack; }
      parentPort.postMessage({ name: pipeline.name, url, stack });`),
  });
  const { stdout } = await loader.run(
    `import { Worker } from "node:worker_threads";
    import { once } from "node:events";
    ${LOAD}
    const { bundleFile, exportName } = module;
    const worker = new Worker("./worker.mjs", { workerData: { bundleFile, exportName } });
    const [answer] = await once(worker, "message");
    console.log(JSON.stringify(answer));`,
    { cwd: project.folder },
  );
  const answer = JSON.parse(stdout);
  expect(answer).toMatchObject({
    name: "training",
    url: `file://${project.path("pipeline.ts")}`,
  });
  expect(answer.stack).toContain("lib/clean.ts:5:11");
});

test("a breakpoint in a TypeScript source is hit", async () => {
  using project = new Project(FILES);
  const { stdout } = await loader.run(
    `import inspector from "node:inspector";
    import { readFileSync } from "node:fs";
    import { SourceMap } from "node:module";
    import { fileURLToPath } from "node:url";
    const session = new inspector.Session();
    session.connect();
    session.post("Debugger.enable");
        // What a debugger does: read the map that the script names, find the line of the source in it.
    session.on("Debugger.scriptParsed", ({ params }) => {
      if (!params.sourceMapURL.endsWith(".mjs.map")) return;
      const map = new SourceMap(JSON.parse(readFileSync(new URL(params.sourceMapURL, params.url), "utf8")));
      const lines = readFileSync(fileURLToPath(params.url), "utf8").split("\\n");
      const lineNumber = lines.findIndex((_, line) => {
        const entry = map.findEntry(line, lines[line].search(/\\S/));
        return entry.originalSource?.endsWith("/lib/clean.ts") && entry.originalLine === 4;
      });
      session.post("Debugger.setBreakpointByUrl", { url: params.url, lineNumber });
    });
    session.on("Debugger.paused", ({ params }) => {
      console.log(JSON.stringify({ isHit: params.hitBreakpoints.length > 0, in: params.callFrames[0].functionName }));
      session.post("Debugger.resume");
    });
    ${LOAD}
    try { exports.tidy.fn({ rows: [] }); } catch {}`,
    { cwd: project.folder },
  );
  expect(JSON.parse(stdout)).toEqual({ isHit: true, in: "clean" });
});

test("a second process neither loads the bundler nor parses code", async () => {
  using project = new Project(FILES);
  const body = `${LOAD}
    module.code.partsOf(exports.tidy[Symbol.for("zenml.step")]);
    import { createRequire } from "node:module";
    console.log(Object.keys(createRequire(import.meta.url).cache).filter((file) => /[/]esbuild[/]/.test(file)).length);`;
  const [first, second] = [
    await loader.run(body, { cwd: project.folder }),
    await loader.run(body, { cwd: project.folder }),
  ];
  expect(first.stdout.trim()).not.toBe("0");
  expect(second.stdout.trim()).toBe("0");
});

test("processes that load one file at once all load it", async () => {
  using project = new Project(FILES);
  const body = `${LOAD}\nconsole.log(module.pipeline.name, exports.tidy.fn({ rows: [1] }).length);`;
  const answers = await Promise.all(
    Array.from({ length: 4 }, () => loader.run(body, { cwd: project.folder })),
  );
  expect(answers.map(({ stdout }) => stdout.trim())).toEqual(Array(4).fill("training 1"));
});
