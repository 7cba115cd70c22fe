import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { TABLE } from "../../../src/cli/command-table.js";
import { GROUPS } from "../../../src/cli/framework/command.js";
import { allCommands } from "../../../src/cli/framework/command-table.js";
import { reportError } from "../../../src/cli/framework/report-error.js";
import { VERSION } from "../../../src/util/version.js";
import { Machine } from "./machine.js";

const COMMANDS = await allCommands(TABLE);
const machine = new Machine();
beforeAll(() => machine.zenml("stack list"));
afterAll(() => machine.remove());

test("the version is that of the package", async () => {
  const manifest = new URL("../../../package.json", import.meta.url);
  expect(VERSION).toBe(JSON.parse(readFileSync(manifest, "utf8")).version);
  expect(await machine.zenml("--version")).toMatchObject({ stdout: `zenml, version ${VERSION}\n` });
  expect((await machine.zenml("version")).stdout).toBe(`version: ${VERSION}\n`);
  expect(await machine.json("version")).toMatchObject({ version: VERSION });
});

test("the overview names every noun and every command of one word, in its groups", async () => {
  const { stdout } = await machine.zenml("--help");
  for (const group of GROUPS) expect(stdout).toContain(`  ${group}:\n`);
  for (const { name, hidden } of TABLE.nouns) {
    if (hidden === true) continue;
    expect(stdout).toMatch(new RegExp(`^ {6}${name} +\\S`, "m"));
  }
  for (const name of ["init", "status", "version", "completion"]) {
    expect(stdout).toMatch(new RegExp(`^ {6}${name} +\\S`, "m"));
  }
  expect((await machine.zenml("")).stdout).toBe(stdout);
});

test("a noun alone shows its verbs", async () => {
  const { code, stdout } = await machine.zenml("stack");
  expect(code).toBe(0);
  for (const verb of ["list", "get", "describe"]) {
    expect(stdout).toMatch(new RegExp(`^ {2}${verb} +\\S`, "m"));
  }
});

test.each(COMMANDS.map(({ spec }) => [spec.path.join(" "), spec] as const))(
  "zenml %s --help shows usage, flags and examples",
  async (path, spec) => {
    const { code, stdout } = await machine.zenml(`${path} --help`);
    expect(code).toBe(0);
    expect(stdout).toContain(`Usage: zenml ${path}`);
    for (const [name, { hidden }] of Object.entries(spec.flags ?? {})) {
      if (hidden !== true) expect(stdout).toContain(`--${name}`);
    }
    for (const { command } of spec.examples ?? []) expect(stdout).toContain(command);
  },
);

test("the help of a list names what it can be filtered and sorted by", async () => {
  const { stdout } = await machine.zenml("run list --help");
  expect(stdout).toMatch(/Filter by: .*status/);
  expect(stdout).toMatch(/Sort by: created, name/);
});

test.each([
  ["stck list", "There is no command 'zenml stck'.", "Did you mean 'zenml stack'?"],
  ["stack lst", "There is no command 'zenml stack lst'.", "Did you mean 'zenml stack list'?"],
  [
    "stack list --fliter a=b",
    "unknown flag '--fliter'; did you mean '--filter'?",
    "zenml stack list --help",
  ],
  ["stack list --limit 0", "--limit is at least 1, not 0", "zenml stack list --help"],
  [
    "stack list -o xml",
    "-o is one of table, json, yaml, csv, not 'xml'",
    "zenml stack list --help",
  ],
  ["stack list --columns name", "--columns: no column 'name'", "Columns: active,stack_name,"],
  ["run describe", "RUN is missing", "zenml run describe --help"],
])("zenml %s is wrong usage: %s", async (words, message, hint) => {
  const { code, stdout, stderr } = await machine.zenml(words);
  expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
  expect(stderr).toContain(message);
  expect(stderr).toContain(`Hint: ${hint}`);
});

test("what a terminal would obey is shown instead, in errors too", async () => {
  const name = "a\u001b[2Jb";
  const words = ["stack", "register", name, "-a", "default", "-o", "default"];
  const { code, stderr } = await machine.zenml(words);
  expect(code).toBe(1);
  expect(stderr).toContain("a\\u001b[2Jb");
  expect(stderr).not.toContain("\u001b[2J");
});

test("a wrong filter is told with the fields that there are", async () => {
  const { code, stderr } = await machine.zenml("stack list --filter nam=x");
  expect(code).toBe(1);
  expect(stderr).toContain("Did you mean 'name'?");
});

test("a list answers in JSON, YAML and CSV with nothing else on stdout", async () => {
  const json: unknown = await machine.json("stack list");
  expect(json).toMatchObject([
    { name: "default", components: { orchestrator: { name: "default" } } },
  ]);
  const yaml = await machine.zenml("stack list -o yaml --columns stack_name,active");
  expect(yaml.stdout).toBe("- stack_name: default\n  active: true\n");
  const csv = await machine.zenml("stack list -o csv");
  expect(csv.stdout).toBe(
    "active,stack_name,artifact_store,orchestrator\r\ntrue,default,default,default\r\n",
  );
  expect(JSON.parse((await machine.zenml("run list -o json")).stdout)).toEqual([]);
});

test("an empty list says so on stderr", async () => {
  const { stdout, stderr } = await machine.zenml("run list");
  expect(stdout).toBe("");
  expect(stderr).toContain("No runs found.\n");
});

test.each([
  [{ terminal: 80 }, true],
  [{}, false],
  [{ terminal: 80, env: { NO_COLOR: "1", FORCE_COLOR: "1" } }, false],
  [{ terminal: 80, env: { TERM: "dumb" } }, false],
  [{ env: { FORCE_COLOR: "1" } }, true],
])("with %j errors are coloured: %s", async (options, isColoured) => {
  const { stderr } = await machine.zenml("stack lst", options);
  expect(stderr.includes("\u001b[31m")).toBe(isColoured);
});

test("an error of ours ends with 70 and names a file with the details, without values of flags", () => {
  const chunks: string[] = [];
  const io = {
    env: machine.env,
    cwd: machine.work,
    stdout: { write: () => true },
    stderr: { write: (text: unknown) => chunks.push(String(text)) },
    stdin: process.stdin,
  };
  const error = new TypeError("x is not a function", { cause: new Error("deeper") });
  const argv = ["connect", "--password=secret", "--token", "hidden"];
  expect(reportError(error, argv, io)).toBe(70);
  const stderr = chunks.join("");
  expect(stderr).toContain("Error: Something unexpected happened: x is not a function\n");
  const folder = join(machine.configFolder, "traces");
  const [file = ""] = readdirSync(folder);
  expect(stderr).toContain(join(folder, file));
  const trace = readFileSync(join(folder, file), "utf8");
  expect(trace).toContain("Caused by: Error: deeper");
  expect(trace).not.toMatch(/secret|hidden/);
});
