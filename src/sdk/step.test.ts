import { describe, expect, test } from "vitest";
import * as z from "zod";
import type { Materializer } from "../artifacts/materializer.js";
import { STEP } from "../runtime/definition.js";
import { pipeline } from "./pipeline.js";
import { step } from "./step.js";
import { testContext } from "./test-context.js";

const text: Materializer<string> = {
  name: "text",
  media_type: "text/plain",
  accepts: (value): value is string => typeof value === "string",
  write: (value) => new TextEncoder().encode(value),
  read: async (from) => new TextDecoder().decode(await from.bytes()),
};

const scale = step(
  "scale",
  {
    params: z.object({ by: z.number().default(2) }),
    description: "multiplies",
    extra: { owner: "me" },
  },
  ({ size }: { size: number }, { params }) => size * params.by,
);

describe("step", () => {
  test("keeps the function as it was written, for unit tests", () => {
    expect(scale.fn({ size: 2 }, testContext({ by: 3 }))).toBe(6);
    const fn = () => 1;
    expect(step("one", fn).fn).toBe(fn);
    expect(scale.name).toBe("scale");
  });

  test("carries its definition, with the place of the step() call", () => {
    expect(scale[STEP]).toMatchObject({
      name: "scale",
      description: "multiplies",
      defaults: {},
      outputs: undefined,
      configuration: { extra: { owner: "me" } },
      source: { file: import.meta.filename, line: expect.any(Number), column: expect.any(Number) },
    });
  });

  test("refuses to be called outside of a pipeline and says what to call", () => {
    expect(() => scale({ size: 1 })).toThrow(
      expect.objectContaining({
        code: "pipeline_invalid",
        message: "Step 'scale' was called outside of a pipeline.",
        hint: expect.stringContaining(".fn"),
      }),
    );
  });

  test("gives Refs that wire, one for each declared output", async () => {
    const halves = step("halves", { outputs: { left: text, right: text } }, () => ({
      left: "a",
      right: "b",
    }));
    const join = step("join", ({ left, right }: { left: string; right: string }) => left + right);
    const { steps } = await pipeline("joining", () => join(halves())).compile();
    expect(steps[1]).toMatchObject({
      inputs: {
        left: { step: "halves", output: "left" },
        right: { step: "halves", output: "right" },
      },
    });
    expect(steps[0]?.outputs).toEqual({ left: "text", right: "text" });
  });
});

describe("a changed step", () => {
  test("is a new one; the old one stays as it was", () => {
    const changed = scale.with({
      name: "scale_up",
      params: { by: 5 },
      enable_cache: false,
      description: "grows",
    });
    expect(changed[STEP]).toMatchObject({
      name: "scale_up",
      description: "grows",
      defaults: { by: 5 },
      configuration: { enable_cache: false, extra: { owner: "me" } },
      fn: scale.fn,
      source: scale[STEP].source,
    });
    expect(changed.name).toBe("scale_up");
    expect(scale[STEP]).toMatchObject({
      name: "scale",
      defaults: {},
      configuration: { extra: { owner: "me" } },
    });
  });

  test("merges configuration into what it had", () => {
    const changed = scale
      .configure({ settings: { docker: { user: "me" } }, extra: { team: "t" } })
      .configure({ settings: { docker: { requirements: ["x"] } } });
    expect(changed[STEP].configuration).toEqual({
      enable_cache: undefined,
      settings: { docker: { user: "me", requirements: ["x"] } },
      extra: { owner: "me", team: "t" },
    });
  });

  test("keeps how it is executed, where the later word counts", async () => {
    const careful = scale
      .configure({ retry: { max_retries: 3, delay: 1 }, timeout: 60, isolation: "process" })
      .with({ retry: { max_retries: 5 }, cache: { files: ["data.csv"], ttl: 60 } });
    const { steps } = await pipeline(
      "careful",
      { timeout: 5, retry: { max_retries: 1 }, failure_policy: "stop" },
      () => {
        careful({ size: 1 });
        scale({ size: 1 });
      },
    ).compile();
    expect(steps).toMatchObject([
      {
        retry: { max_retries: 5, delay: 1 },
        timeout: 60,
        isolation: "process",
        cache: { files: ["data.csv"], ttl: 60 },
      },
      { retry: { max_retries: 1 }, timeout: 5 },
    ]);
    expect(steps[1]).not.toHaveProperty("isolation");
  });

  test("may be wired beside the one it was made of", async () => {
    const { steps } = await pipeline("both", () => {
      scale.with({ params: { by: 5 } })({ size: 1 });
      scale({ size: 1 }, { params: { by: 7 } });
    }).compile();
    expect(steps.map(({ name, params }) => [name, params])).toEqual([
      ["scale", { by: 5 }],
      ["scale_2", { by: 7 }],
    ]);
  });
});

describe("step, called by code that nobody type-checked", () => {
  const untyped = step as unknown as (...args: unknown[]) => {
    with(changes: unknown): unknown;
    configure(changes: unknown): unknown;
  };

  test.each([
    ["a missing function", ["load"], "Step 'load' was made without a function."],
    ["a missing name", [() => 1], "A step was made without a function."],
    ["an empty name", ["", () => 1], "A step was made without a name."],
    [
      "options that are none",
      ["load", 3, () => 1],
      "The options of step 'load' are not an object.",
    ],
  ])("refuses %s", (_what, args, message) => {
    expect(() => untyped(...args)).toThrow(
      expect.objectContaining({ code: "pipeline_invalid", message }),
    );
  });

  test("lists every option that is unknown or of a wrong kind", () => {
    const options = {
      parms: {},
      params: { trees: 1 },
      outputs: { model: "json" },
      enable_cache: "no",
      settings: [],
      description: 1,
    };
    expect(() => untyped("load", options, () => 1)).toThrow(
      [
        "The options of step 'load' are not valid: there is no 'parms', did you mean 'params'?;",
        "'params' is not a Standard Schema, e.g. of zod; 'outputs' is not an object of materializers;",
        "'enable_cache' is not true or false; 'settings' is not an object; 'description' is not text.",
      ].join(" "),
    );
  });

  test("refuses wrong words on how it is executed", () => {
    const options = {
      retry: { max_retries: -1 },
      timeout: 0,
      isolation: "container",
      cache: { ttl: "1 h" },
      on_failure: "mail",
      failure_policy: "stop",
    };
    expect(() => untyped("load", options, () => 1)).toThrow(
      [
        "The options of step 'load' are not valid:",
        "'retry' is not e.g. { max_retries: 3, delay: 1, backoff: 2, max_delay: 60, jitter: 0.2 };",
        "'timeout' is not a number of seconds above 0;",
        "'isolation' is not 'in_process' or 'thread' or 'process';",
        `'cache' is not e.g. { files: ["data.csv"], environment: ["REGION"], ttl: 3600 };`,
        "'on_failure' is not a function; there is no 'failure_policy'.",
      ].join(" "),
    );
  });

  test("refuses changes that a step does not have", () => {
    const one = untyped("one", () => 1);
    expect(() => one.with({ nmae: "x" })).toThrow("there is no 'nmae', did you mean 'name'?");
    expect(() => one.configure({ name: "x" })).toThrow("there is no 'name'");
  });
});
