import { expect, test } from "vitest";
import type { CommandSpec } from "./command.js";
import { parseArguments } from "./parse.js";

const spec = {
  path: ["thing", "make"],
  summary: "Make a thing",
  group: "Other Commands",
  args: [
    { name: "name", summary: "Its name" },
    { name: "others", summary: "More of them", optional: true, repeatable: true },
  ],
  flags: {
    orchestrator: { kind: "text", short: "o", summary: "An orchestrator" },
    "container-registry": { kind: "text", short: "c", summary: "A registry" },
    alerter: { kind: "text", short: "al", summary: "An alerter" },
    annotator: { kind: "text", short: "an", summary: "An annotator" },
    count: { kind: "number", minimum: 1, maximum: 9, default: 3, summary: "How many" },
    colour: { kind: "choice", values: ["red", "green"], env: "COLOUR", summary: "Which" },
    user: { kind: "text", repeatable: true, summary: "Users" },
    yes: { kind: "boolean", short: "y", aliases: ["force"], summary: "Do not ask" },
    cache: { kind: "boolean", tristate: true, summary: "Use the cache" },
  },
} as const satisfies CommandSpec;

const parse = (...words: string[]) => parseArguments(spec, words);
const problemsOf = (...words: string[]) => {
  try {
    parse(...words);
  } catch (error) {
    return error;
  }
  throw new Error("nothing was wrong");
};

test("flags and arguments stand in any order", () => {
  const parsed = parse("--count", "2", "first", "--yes", "second", "--colour=green", "third");
  expect(parsed.args).toEqual({ name: "first", others: ["second", "third"] });
  expect(parsed.flags).toMatchObject({ count: 2, yes: true, colour: "green" });
});

test("an absent flag has its default, and a switch that may be unset is unset", () => {
  expect(parse("x").flags).toMatchObject({
    count: 3,
    yes: false,
    user: [],
    orchestrator: undefined,
    cache: undefined,
    output: "table",
  });
});

test("short flags of several letters come before those of one", () => {
  expect(parse("x", "-al", "mail", "-an", "labels").flags).toMatchObject({
    alerter: "mail",
    annotator: "labels",
  });
});

test.each([
  ["as the next word", ["-c", "reg"]],
  ["behind an equals sign", ["-c=reg"]],
  ["joined", ["-creg"]],
  ["of the long flag", ["--container-registry", "reg"]],
  ["of the old spelling", ["--container_registry=reg"]],
])("the value of a flag may stand %s", (_, words) => {
  expect(parse("x", ...words).flags).toMatchObject({ containerRegistry: "reg" });
});

test("letters of switches may be written together", () => {
  expect(parse("x", "-qy").flags).toMatchObject({ quiet: true, yes: true });
});

test("a command's own letter means its own flag, not the shared one", () => {
  const { flags } = parse("x", "-o", "local", "--output", "json");
  expect(flags).toMatchObject({ orchestrator: "local", output: "json" });
});

test("an old name of a flag keeps working", () => {
  expect(parse("x", "--force").flags).toMatchObject({ yes: true });
});

test("a switch can be turned off", () => {
  expect(parse("x", "--no-cache").flags).toMatchObject({ cache: false });
  expect(parse("x", "--cache=false").flags).toMatchObject({ cache: false });
});

test("a flag that may be repeated keeps all values", () => {
  expect(parse("x", "--user", "a", "--user=b").flags).toMatchObject({ user: ["a", "b"] });
});

test("a value may begin with a dash", () => {
  expect(parse("x", "--user", "-name").flags).toMatchObject({ user: ["-name"] });
});

test("after two dashes everything is an argument", () => {
  expect(parse("--", "--yes", "-y").args).toEqual({ name: "--yes", others: ["-y"] });
});

test("the environment stands in for a flag, and the flag wins", () => {
  const env = { COLOUR: "red" };
  expect(parseArguments(spec, ["x"], env).flags).toMatchObject({ colour: "red" });
  const both = parseArguments(spec, ["x", "--colour", "green"], env);
  expect(both.flags).toMatchObject({ colour: "green" });
});

test("unknown flags become attributes where a command takes them", () => {
  const { flags, args } = parseArguments({ ...spec, attributes: true }, [
    "x",
    "--some_key=a=b",
    "--bare",
    "--count=4",
  ]);
  expect(args).toMatchObject({ name: "x" });
  expect(flags).toMatchObject({
    count: 4,
    attributes: [
      { key: "some_key", value: "a=b" },
      { key: "bare", value: undefined },
    ],
  });
});

test("all problems are told at once, each with what was probably meant", () => {
  const error = problemsOf("x", "--cuont", "2", "--count", "many", "--colour", "gren", "--user");
  expect(error).toMatchObject({
    code: "invalid_argument",
    hint: "zenml thing make --help",
    details: {
      problems: [
        "unknown flag '--cuont'; did you mean '--count'?",
        "--count is a whole number, not 'many'",
        "--colour is one of red, green, not 'gren'; did you mean 'green'?",
        "--user needs a value",
      ],
    },
  });
});

test.each([
  [["x", "--count", "0"], "--count is 1 to 9, not 0"],
  [["x", "--limit", "--yes"], "unknown flag '--limit'"],
  [["x", "--count", "--yes"], "--count needs a value"],
  [["x", "--yes=perhaps"], "--yes is true or false, not 'perhaps'"],
  [["x", "-z"], "unknown flag '-z'"],
  [[], "NAME is missing"],
])("%j: %s", (words, problem) => {
  expect(problemsOf(...words)).toMatchObject({
    message: expect.stringContaining(problem),
  });
});

test("too many words are named", () => {
  const narrow = { ...spec, args: [{ name: "name", summary: "Its name" }] };
  expect(() => parseArguments(narrow, ["a", "b"])).toThrow("unexpected argument 'b'");
});
