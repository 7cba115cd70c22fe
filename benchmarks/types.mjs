// Type-checks a pipeline of 100 chained steps (or of as many as the first argument says) the way a
// person's editor does in a project for Node: against the package's declarations, without those of a browser.
// Target: <= 2 s for 100. What is read and worked out is counted too: that does not depend on the machine.
import { execFile } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";

const STEPS = Number(process.argv[2] ?? 100);
const ROUNDS = Number(process.argv[3] ?? 3);
const ROOT = join(import.meta.dirname, "..");
const TSC = join(ROOT, "node_modules/typescript/bin/tsc");
const COUNTS = ["Files", "Symbols", "Types", "Instantiations"];
const run = promisify(execFile);
// Certificates named there are read at each start of Node 20.
const { NODE_EXTRA_CA_CERTS: _, ...env } = process.env;

/**
 * Each step takes the value of the one before; every fourth has params, every tenth two outputs.
 * @param {number} index
 */
function stepSource(index) {
  const input = index === 0 ? "_: object" : `{ value }: { value: Value${index - 1} }`;
  const hasParams = index % 4 === 0;
  const isDouble = index % 10 === 9;
  const rows = `[${index === 0 ? 0 : "value.at"}, ${hasParams ? "params.size" : 0}]`;
  const value = `{ at: ${index}, rows: ${rows} }`;
  const options = [
    ...(hasParams ? [`params: z.object({ size: z.int().default(${index}) })`] : []),
    ...(isDouble ? [`outputs: { value: json<Value${index}>(), size: json<number>() }`] : []),
  ];
  const result = isDouble ? `({ value: ${value}, size: 1 })` : `({ ...${value} })`;
  return [
    `interface Value${index} { readonly at: number; readonly rows: number[]; readonly tag?: "${index}" }`,
    `const step${index} = step("step${index}", ${options.length > 0 ? `{ ${options.join(", ")} }, ` : ""}`,
    `  (${input}${hasParams ? ", { params }" : ""})${isDouble ? "" : `: Value${index}`} => ${result});`,
  ].join("\n");
}

/** @param {number} index */
function callSource(index) {
  if (index === 0) return "  const value0 = step0();";
  const before = index % 10 === 0 ? `value${index - 1}.value` : `value${index - 1}`;
  const params = index % 4 === 0 ? `, { params: { size: ${index} } }` : "";
  return `  const value${index} = step${index}({ value: ${before} }${params});`;
}

function pipelineSource() {
  const numbers = Array.from({ length: STEPS }, (_, index) => index);
  return [
    'import { json, pipeline, step } from "zenml";',
    'import * as z from "zod";',
    ...numbers.map(stepSource),
    'export const long = pipeline("long", () => {',
    ...numbers.map(callSource),
    `  return value${STEPS - 1};`,
    "});",
  ].join("\n");
}

/** A project with the package in it, as `npm install` leaves it. */
function makeProject() {
  const folder = mkdtempSync(join(tmpdir(), "zenml-types-"));
  mkdirSync(join(folder, "node_modules"));
  symlinkSync(ROOT, join(folder, "node_modules/zenml"));
  symlinkSync(join(ROOT, "node_modules/zod"), join(folder, "node_modules/zod"));
  writeFileSync(join(folder, "package.json"), JSON.stringify({ type: "module" }));
  writeFileSync(join(folder, "pipeline.ts"), pipelineSource());
  writeFileSync(join(folder, "imports.ts"), 'import "zenml";\nimport "zod";\nexport {};\n');
  return folder;
}

/**
 * @param {string} folder
 * @param {string} file
 */
async function check(folder, file) {
  const options = [
    "--strict",
    "--noEmit",
    "--skipLibCheck",
    "--module",
    "nodenext",
    "--target",
    "es2022",
    "--lib",
    "es2023",
  ];
  const begin = performance.now();
  const { stdout } = await run(process.execPath, [TSC, ...options, "--extendedDiagnostics", file], {
    cwd: folder,
    env,
  });
  const total = performance.now() - begin;
  /** @param {string} name */
  const said = (name) => Number(new RegExp(`^${name}:\\s+([\\d.]+)`, "m").exec(stdout)?.[1]);
  const counts = COUNTS.map((name) => `${said(name)} ${name.toLowerCase()}`).join(", ");
  return { total, checked: said("Check time") * 1000, counts };
}

/** @param {readonly number[]} list */
function median(list) {
  return [...list].sort((left, right) => left - right)[Math.floor(list.length / 2)] ?? NaN;
}

const folder = makeProject();
try {
  /** @type {Record<string, { total: number, checked: number, counts: string }[]>} */
  const rounds = { "imports.ts": [], "pipeline.ts": [] };
  for (let round = 0; round < ROUNDS; round += 1) {
    for (const [file, list] of Object.entries(rounds)) list.push(await check(folder, file));
  }
  for (const [file, list] of Object.entries(rounds)) {
    const total = median(list.map((one) => one.total));
    const checked = median(list.map((one) => one.checked));
    const what = file === "imports.ts" ? "imports alone" : `${STEPS} steps`;
    console.log(
      `${what.padEnd(14)} tsc ${total.toFixed(0)} ms, of which checking ${checked.toFixed(0)} ms`,
    );
    console.log(`${"".padEnd(14)} ${list[0]?.counts}`);
  }
  console.log("target: tsc <= 2000 ms for 100 steps");
} catch (error) {
  const { stdout = "", stderr = "" } = /** @type {{ stdout?: string, stderr?: string }} */ (error);
  console.error(`${stdout}${stderr}` || error);
  process.exitCode = 1;
} finally {
  rmSync(folder, { recursive: true, force: true });
}
