import { describe, expect, test } from "vitest";
import { readConfigurationFile } from "./read-configuration-file.js";

const read = (text: string, env: NodeJS.ProcessEnv = {}) =>
  readConfigurationFile(text, { file: "run.yaml", env });

describe("a configuration file", () => {
  test("has its variables filled in: numbers where they stand without quotes, defaults, dollars", () => {
    const text = [
      "parameters:",
      "  trees: ${TREES}",
      '  version: "${TREES}"',
      "  path: /data/${USER_NAME}/in",
      "  depth: ${DEPTH:-3}",
      "  empty: ${EMPTY:-none}",
      "  price: 5$$ or $5",
      "  list: ['${TREES}', \"$$${TREES}\"]",
    ].join("\n");
    const { configuration, source } = read(text, { TREES: "10", USER_NAME: "ada", EMPTY: "" });
    expect(configuration.parameters).toEqual({
      trees: 10,
      version: "10",
      path: "/data/ada/in",
      depth: 3,
      empty: "none",
      price: "5$ or $5",
      list: ["10", "$10"],
    });
    expect(source.variables).toMatchObject({
      "parameters.trees": ["TREES"],
      "parameters.list[1]": ["TREES"],
    });
  });

  test("names all variables that are not set at once, and forms that are none", () => {
    const text = "parameters:\n  a: ${FIRST}\n  b: x${SECOND}y\n  c: '${not a name}'\n";
    expect(() => read(text)).toThrow(
      [
        "The run configuration 'run.yaml' has 3 problems:",
        "  'parameters.a': the environment variable FIRST is not set",
        "  'parameters.b': the environment variable SECOND is not set",
        "  'parameters.c': ${not a name} is no variable; write $$ for a dollar sign",
      ].join("\n"),
    );
  });

  test("never shows the value of a variable in what is wrong with it", () => {
    expect(() => read("timeout: ${SECRET}", { SECRET: "hunter2" })).toThrow(
      "'timeout': expected a number, found \"${SECRET}\"",
    );
  });

  test("keeps dates as text and knows anchors", () => {
    const text = "extra:\n  a: &a {day: 2026-01-01}\n  b:\n    <<: *a\n    more: 1\n";
    expect(read(text).configuration.extra).toEqual({
      a: { day: "2026-01-01" },
      b: { day: "2026-01-01", more: 1 },
    });
  });

  test("tells the lines of its keys, also as JSON", () => {
    const yaml =
      "# comment\nenable_cache: true\nsteps:\n  train_2:\n    parameters:\n      'depth': 5\n";
    expect(read(yaml).source.lines).toEqual({
      enable_cache: 2,
      steps: 3,
      "steps.train_2": 4,
      "steps.train_2.parameters": 5,
      "steps.train_2.parameters.depth": 6,
    });
    const json = '{\n  "settings": {\n    "resources": { "cpu_count": 1 }\n  }\n}';
    expect(read(json).source.lines).toMatchObject({ settings: 2, "settings.resources": 3 });
  });

  test("that is no YAML is refused with line and column", () => {
    expect(() => read("steps:\n  a: [1")).toThrow(/^run\.yaml:3:1 is not YAML: /);
  });

  test.each(["", "# nothing\n", "steps:\n"])("may be empty: %j", (text) => {
    expect(read(text).configuration).toEqual({});
  });
});
