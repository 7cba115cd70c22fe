import { describe, expect, test } from "vitest";
import { parseRunConfiguration, readRecordedConfiguration } from "./parse-run-configuration.js";

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
    const section = {
      enable_cache: false,
      settings: { resources: { cpu_count: 2 }, docker: null, "step_operator.spark": {} },
      extra: { owner: "me" },
      retry: { max_retries: 2, delay: 0.5, backoff: 1, max_delay: 9, jitter: 0 },
      timeout: 60,
      isolation: "process",
      cache: { files: ["data.csv"], environment: ["REGION"], ttl: 3600 },
    };
    const step = {
      ...section,
      parameters: { depth: 1 },
      name: "fit",
      step_operator: "gpu",
      experiment_tracker: "mlflow",
      outputs: { model: { materializer_source: "json" } },
    };
    const value = {
      ...section,
      parameters: { trees: 3 },
      run_name: "night",
      failure_policy: "stop",
      schedule: {
        name: "nightly",
        cron_expression: "0 3 * * *",
        interval_second: 60,
        start_time: "2026-01-01T00:00:00",
        end_time: "2027-01-01T00:00:00Z",
        time_zone: "Europe/Berlin",
        catchup: true,
      },
      steps: { train: step },
    };
    expect(parseRunConfiguration(value)).toEqual(value);
  });

  test("takes `params` for `parameters`", () => {
    expect(parseRunConfiguration({ params: { trees: 3 } })).toMatchObject({
      parameters: { trees: 3 },
    });
  });

  test.each([[null], [undefined], [{}], [{ settings: null, steps: null, schedule: null }]])(
    "takes %j, what an empty file or section is read as",
    (value) => {
      expect(parseRunConfiguration(value)).toEqual({});
    },
  );

  test("lists everything that is wrong, with the file, the place and the nearest name", () => {
    const value = {
      enable_cahce: true,
      enable_cache: "no",
      sceduel: {},
      retry: { max_retries: -1, delya: 3 },
      timeout: 0,
      isolation: "container",
      failure_policy: 3,
      schedule: { cron: "* * * * *" },
      steps: {
        train: { parametres: {}, settings: [1], outputs: { model: { materializer: "json" } } },
        load: 3,
      },
    };
    const { message, code } = refusal(value, "run.yaml");
    expect(code).toBe("config_invalid");
    expect(message.split("\n")).toEqual([
      "The run configuration 'run.yaml' has 13 problems:",
      "  there is no key 'schedule.cron' (known: name, cron_expression, interval_second, start_time, end_time, time_zone, catchup)",
      "  'failure_policy': expected one of continue, stop, found 3",
      "  'enable_cache': expected true or false, found \"no\"",
      "  'retry.max_retries': expected at least 0, found -1",
      "  there is no key 'retry.delya', did you mean 'delay'?",
      "  'timeout': expected more than 0, found 0",
      "  'isolation': expected one of in_process, thread, process, found \"container\"",
      "  'steps.train.settings': expected keys and values, found [1]",
      "  there is no key 'steps.train.outputs.model.materializer' (known: materializer_source)",
      "  there is no key 'steps.train.parametres', did you mean 'parameters'?",
      "  'steps.load': expected keys and values, found 3",
      "  there is no key 'enable_cahce', did you mean 'enable_cache'?",
      "  there is no key 'sceduel', did you mean 'schedule'?",
    ]);
  });

  test("refuses settings that no stack can have, of the pipeline and of steps", () => {
    const value = {
      settings: { resource: {} },
      steps: { train: { settings: { docker: { image: "x" } } } },
    };
    expect(refusal(value).message.split("\n").slice(1)).toEqual([
      expect.stringMatching(/^ {2}settings has no 'resource': .*'resources'\?$/),
      expect.stringMatching(/^ {2}steps.train.settings.docker: 'image' is no attribute/),
    ]);
  });

  test("quotes what is written in a file, not the values of variables", () => {
    const config = { timeout: "hunter2" };
    const written = { timeout: "${PASSWORD}" };
    expect(() => parseRunConfiguration(config, { written })).toThrow(
      "'timeout': expected a number, found \"${PASSWORD}\"",
    );
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

test("the configuration of a recorded run is read without what is noted beside it", () => {
  const recorded = { enable_cache: false, layers: [{ from: "file" }] };
  expect(readRecordedConfiguration(recorded)).toEqual({ enable_cache: false });
});
