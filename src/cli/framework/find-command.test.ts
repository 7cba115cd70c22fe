import { expect, test } from "vitest";
import type { Command, CommandSpec } from "./command.js";
import type { CommandTable, Noun } from "./command-table.js";
import { findCommand } from "./find-command.js";

const GROUP = "Other Commands";
const row = (spec: Omit<CommandSpec, "summary" | "group">): Command => ({
  spec: { summary: "Does it", group: GROUP, ...spec },
  load: () => Promise.reject(new Error("not run here")),
});
const nounOf = (name: string, commands: readonly Command[]): Noun => ({
  name,
  group: GROUP,
  summary: "",
  load: async () => ({ commands }),
});
const STACK = [
  row({ path: ["stack", "list"] }),
  row({ path: ["stack", "describe"], args: [{ name: "stack", summary: "", optional: true }] }),
];
const RUN = [
  row({
    path: ["run"],
    takesFile: true,
    args: [{ name: "file", summary: "" }],
    flags: { param: { kind: "text", short: "p", repeatable: true, summary: "" } },
  }),
  row({ path: ["run", "list"] }),
];
const PIPELINE = [
  row({
    path: ["pipeline", "runs"],
    aliases: [["pipeline", "runs", "list"]],
    args: [{ name: "pipeline", summary: "", optional: true }],
  }),
];

const TABLE: CommandTable = {
  nouns: [nounOf("stack", STACK), nounOf("run", RUN), nounOf("pipeline", PIPELINE)],
  commands: [row({ path: ["init"] })],
};

const find = async (line: string) => {
  const found = await findCommand(
    TABLE,
    line.split(" ").filter((word) => word !== ""),
  );
  return found.kind === "command"
    ? { path: found.command.spec.path.join(" "), rest: found.rest.join(" ") }
    : found;
};

test.each([
  ["init", "init", ""],
  ["stack list", "stack list", ""],
  ["stack describe gpu", "stack describe", "gpu"],
  ["stack list -o json --quiet", "stack list", "-o json --quiet"],
  ["-o json stack list", "stack list", "-o json"],
  ["-q stack --profile x list", "stack list", "-q --profile x"],
  ["run list", "run list", ""],
  ["run pipeline.ts", "run", "pipeline.ts"],
  ["run ./list:training --param a=1", "run", "./list:training --param a=1"],
  ["run --param a=1 pipeline.ts", "run", "--param a=1 pipeline.ts"],
  ["run -p a=1 src/pipeline", "run", "-p a=1 src/pipeline"],
  ["pipeline runs", "pipeline runs", ""],
  ["pipeline runs list", "pipeline runs", ""],
  ["pipeline runs training --unlisted", "pipeline runs", "training --unlisted"],
  ["stack describe -- list", "stack describe", "-- list"],
])("zenml %s", async (line, path, rest) => {
  expect(await find(line)).toEqual({ path, rest });
});

test("a noun alone is a noun, and nothing at all is the product", async () => {
  expect(await find("stack")).toMatchObject({ kind: "noun", path: ["stack"] });
  expect(await find("--quiet")).toMatchObject({ kind: "noun", path: [] });
});

test("an unknown verb comes with the verbs that there are", async () => {
  expect(await find("run lst")).toEqual({
    kind: "unknown",
    path: ["run"],
    word: "lst",
    known: ["list"],
  });
});
