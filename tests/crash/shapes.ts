// Small pipelines that are killed: one for each thing that a graph can have. Each execution of a step
// leaves a line in the file EFFECTS.
import { appendFileSync } from "node:fs";
import { PIPELINE } from "../../src/runtime/definition.js";
import type { PipelineDefinition } from "../../src/runtime/definition.js";
import type { StepContext } from "../../src/runtime/step-context.js";
import { pipeline } from "../../src/sdk/pipeline.js";
import { step } from "../../src/sdk/step.js";
import type { Ref } from "../../src/sdk/types/ref.js";
import { when } from "../../src/sdk/when.js";

function note({ step: { name } }: StepContext): void {
  appendFileSync(process.env["EFFECTS"] ?? "", `${name}\n`);
}

/** Too long to lie in a record. */
const LONG = "x".repeat(20_000);

const load = step("load", (_: object, context) => {
  note(context);
  return { text: LONG, rows: [3, 1, 2] };
});
const sort = step("sort", ({ data }: { data: { text: string; rows: number[] } }, context) => {
  note(context);
  return { ...data, rows: data.rows.toSorted((left, right) => left - right) };
});
const total = step("total", ({ data }: { data: { rows: number[] } }, context) => {
  note(context);
  return data.rows.reduce((sum, row) => sum + row, 0);
});
const numbers = step("numbers", (_: object, context) => {
  note(context);
  return [1, 2, 3, 4];
});
const double = step("double", ({ number }: { number: number }, context) => {
  note(context);
  return { number: number * 2, text: `${number}${LONG}` };
});
const join = step("join", ({ parts }: { parts: { number: number }[] }, context) => {
  note(context);
  return parts.reduce((sum, { number }) => sum + number, 0);
});
const pair = step("pair", (inputs: { left: { rows: number[] }; right: number }, context) => {
  note(context);
  return inputs.left.rows.length + inputs.right;
});
const flaky = step(
  "flaky",
  { retry: { max_retries: 2, delay: 0.001 } },
  ({ data }: { data: { rows: number[] } }, context) => {
    note(context);
    if (context.step.attempt === 1) throw new Error("not yet");
    return data.rows.length;
  },
);
const publish = step("publish", (_: object, context) => {
  note(context);
  return "published";
});
const alarm = step("alarm", (_: object, context) => {
  note(context);
  return "alarmed";
});
const tell = step("tell", ({ what }: { what: string }, context) => {
  note(context);
  return what.length;
});

/** The elements above 2 are doubled; of the others nothing is collected. */
const chosen = pipeline("chosen", (_, { number }: { number: Ref<number> }) =>
  when(number, { gt: 2 }, () => double({ number })),
);
const gather = step(
  "gather",
  ({ parts }: { parts: ({ number: number } | undefined)[] }, context) => {
    note(context);
    return parts.map((part) => part?.number ?? 0);
  },
);

const PIPELINES = {
  chain: pipeline("chain", () => total({ data: sort({ data: load() }) })),
  "fan-out": pipeline("fan-out", () => {
    const data = load();
    pair({ left: sort({ data }), right: total({ data }) });
    sort({ data });
    total({ data });
  }),
  map: pipeline("map", () =>
    join({ parts: double.map({ number: numbers() }, { concurrency: 2 }) }),
  ),
  when: pipeline("when", () => {
    const data = load();
    const what = when(
      total({ data }),
      { gt: 100 },
      () => publish(),
      () => alarm(),
    );
    tell({ what });
  }),
  "when-element": pipeline("when-element", () =>
    gather({ parts: chosen.map({ number: numbers() }, { concurrency: 2 }) }),
  ),
  "when-merged": pipeline("when-merged", () => {
    const what = when(
      total({ data: load() }),
      { gt: 100 },
      () => publish(),
      () => alarm(),
    );
    when(what, { eq: "alarmed" }, () => tell({ what }));
  }),
  retry: pipeline("retry", () => flaky({ data: load() })),
};

/** `cached`: a chain that ran before. */
export const SHAPES = [...Object.keys(PIPELINES), "cached"];

export function definitionOf(shape: string): PipelineDefinition {
  const found = Object.entries(PIPELINES).find(([name]) => name === shape);
  return (found?.[1] ?? PIPELINES.chain)[PIPELINE];
}
