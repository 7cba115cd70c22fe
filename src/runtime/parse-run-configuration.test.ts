import { describe, expect, test } from "vitest";
import { parseRunConfiguration } from "./parse-run-configuration.js";

function refusal(
  value: unknown,
  file?: string,
): { readonly message: string; readonly code: string } {
  try {
    parseRunConfiguration(value, { file });
  } catch (error) {
    return error as { message: string; code: string };
  }
  return { message: "accepted", code: "" };
}

describe("parseRunConfiguration", () => {
  test("reads every key", () => {
    const value = {
      run_name: "night",
      enable_cache: false,
      parameters: { trees: 3 },
      settings: { resources: { cpu_count: 2 } },
      extra: { owner: "me" },
      steps: { train: { enable_cache: false, params: { depth: 1 }, settings: {}, extra: {} } },
    };
    expect(parseRunConfiguration(value)).toEqual({
      ...value,
      steps: { train: { enable_cache: false, parameters: { depth: 1 }, settings: {}, extra: {} } },
    });
  });

  test("takes `params` for `parameters`", () => {
    expect(parseRunConfiguration({ params: { trees: 3 } })).toMatchObject({
      parameters: { trees: 3 },
    });
  });

  test.each([[null], [undefined], [{}], [{ settings: null, steps: { train: null } }]])(
    "takes %j, what an empty file or section is read as",
    (value) => {
      expect(parseRunConfiguration(value)).toMatchObject({
        run_name: undefined,
        parameters: undefined,
      });
    },
  );

  test("lists everything that is wrong, with the file, the place and the nearest name", () => {
    const value = {
      enable_cahce: true,
      enable_cache: "no",
      schedule: {},
      steps: { train: { parametres: {}, settings: [1] }, load: 3 },
    };
    const { message, code } = refusal(value, "run.yaml");
    expect(code).toBe("config_invalid");
    expect(message.split("\n")).toEqual([
      "The run configuration 'run.yaml' has 6 problems:",
      "  'enable_cache': expected true or false, found \"no\"",
      "  'steps.train.settings': expected keys and values, found [1]",
      "  there is no key 'steps.train.parametres', did you mean 'parameters'?",
      "  'steps.load': expected keys and values, found 3",
      "  there is no key 'enable_cahce', did you mean 'enable_cache'?",
      "  there is no key 'schedule' (known: run_name, enable_cache, parameters, settings, extra, steps)",
    ]);
  });

  test("refuses a value that JSON cannot hold, with its place", () => {
    const value = {
      extra: { list: [1, new Date(0)] },
      steps: { train: { params: { since: new Map() } } },
    };
    expect(refusal(value).message.split("\n").slice(1)).toEqual([
      "  extra.list[1] is a Date, which is not JSON",
      "  steps.train.params.since is a Map, which is not JSON",
    ]);
  });

  test("refuses both spellings at once", () => {
    expect(refusal({ params: {}, parameters: {} }).message).toBe(
      "The run configuration: params and `parameters` mean the same: keep one.",
    );
  });

  test.each([["text"], [[]], [3]])("refuses %j, which is no configuration", (value) => {
    expect(refusal(value).message).toContain("expected keys and values");
  });
});
