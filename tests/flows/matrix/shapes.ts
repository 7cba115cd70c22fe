// The shapes that a graph may have: how a person writes each, and what a run of it comes to.

export interface Shape {
  readonly name: string;
  /** The body of the pipeline's function; it gives the value that `report` gets. */
  readonly wiring: string;
  /** What `report` prints. */
  readonly result: unknown;
  /** Every row of the run, by name. */
  readonly rows: readonly string[];
  /** Those that end as skipped. */
  readonly skipped?: readonly string[];
}

const items = (name: string, count: number, inner = ""): readonly string[] =>
  Array.from({ length: count }, (_none, index) => `${name}[${index}]${inner}`);

export const SHAPES: readonly Shape[] = [
  { name: "single", wiring: "return one();", result: 1, rows: ["one", "report"] },
  {
    name: "chain",
    wiring: "return add({ x: add({ x: add({ x: one() }) }) });",
    result: 4,
    rows: ["one", "add", "add_2", "add_3", "report"],
  },
  {
    name: "diamond",
    wiring: `const x = one();
    return sum({ left: add({ x }), right: times({ x }, { params: { by: 10 } }) });`,
    result: 12,
    rows: ["one", "add", "times", "sum", "report"],
  },
  {
    name: "map",
    wiring: "return add.map({ x: list({}, { params: { length: 5 } }) });",
    result: [1, 2, 3, 4, 5],
    rows: ["list", "add", ...items("add", 5), "report"],
  },
  {
    name: "map of nothing",
    wiring: "return add.map({ x: list({}, { params: { length: 0 } }) });",
    result: [],
    rows: ["list", "add", "report"],
  },
  {
    name: "map after map",
    wiring: `const added = add.map({ x: list({}, { params: { length: 3 } }) });
    return times.map({ x: added }, { params: { by: 2 } });`,
    result: [2, 4, 6],
    rows: ["list", "add", ...items("add", 3), "times", ...items("times", 3), "report"],
  },
  {
    name: "map over two with a third",
    wiring: `return three.map(
      { a: list({}, { params: { length: 3 } }), b: ["x", "y", "z"] },
      { inputs: { c: one() } },
    );`,
    result: ["0x1", "1y1", "2z1"],
    rows: ["list", "one", "three", ...items("three", 3), "report"],
  },
  {
    name: "lazy map",
    wiring:
      'return total({ values: add.map({ x: list({}, { params: { length: 4 } }) }, { collect: "lazy" }) });',
    result: 10,
    rows: ["list", "add", ...items("add", 4), "total", "report"],
  },
  {
    name: "subpipeline",
    wiring: "const x = one(); return sum({ left: inner({ x }), right: inner({ x }) });",
    result: 44,
    rows: ["one", "inner.add", "inner.times", "inner_2.add", "inner_2.times", "sum", "report"],
  },
  {
    name: "map of a subpipeline",
    wiring: "return inner.map({ x: list({}, { params: { length: 3 } }) });",
    result: [11, 22, 33],
    rows: ["list", "inner", ...items("inner", 3, ".add"), ...items("inner", 3, ".times"), "report"],
  },
  {
    name: "map in a map",
    wiring: "return outer.map({ length: [2, 0, 1] });",
    result: [[1, 2], [], [1]],
    rows: [
      "outer",
      ...items("outer", 3, ".list"),
      ...items("outer", 3, ".add"),
      "outer[0].add[0]",
      "outer[0].add[1]",
      "outer[2].add[0]",
      "report",
    ],
  },
  {
    name: "branch",
    wiring: `const x = one();
    return when(x, { gt: 0 }, () => add({ x }), () => times({ x }, { params: { by: 100 } }));`,
    result: 2,
    rows: ["one", "add", "times", "report"],
    skipped: ["times"],
  },
  {
    name: "branch in a map",
    wiring: "return choose.map({ x: list({}, { params: { length: 3 } }) });",
    result: [0, 11, 22],
    rows: [
      "list",
      "choose",
      ...items("choose", 3, ".isPositive"),
      ...items("choose", 3, ".add"),
      ...items("choose", 3, ".times"),
      "report",
    ],
    skipped: ["choose[0].times", "choose[1].add", "choose[2].add"],
  },
  {
    name: "branch on the element of a map",
    wiring: "return pick.map({ x: list({}, { params: { length: 3 } }) });",
    result: [0, 11, 22],
    rows: ["list", "pick", ...items("pick", 3, ".add"), ...items("pick", 3, ".times"), "report"],
    skipped: ["pick[0].times", "pick[1].add", "pick[2].add"],
  },
  {
    name: "branch on the element of a map after a map",
    wiring: `const added = add.map({ x: list({}, { params: { length: 2 } }) });
    return only.map({ x: added });`,
    result: [null, 22],
    rows: ["list", "add", ...items("add", 2), "only", ...items("only", 2, ".times"), "report"],
    skipped: ["only[0].times"],
  },
  {
    name: "branch on the element of the map around",
    wiring: "return around.map({ length: [0, 2] });",
    result: [null, [1, 2]],
    rows: [
      "around",
      ...items("around", 2, ".list"),
      ...items("around", 2, ".add"),
      ...items("around[1].add", 2),
      "report",
    ],
    skipped: ["around[0].list", "around[0].add"],
  },
  {
    name: "branch on what branches return",
    wiring: `const x = one();
    const chosen = when(x, { gt: 0 }, () => add({ x }), () => times({ x }, { params: { by: 100 } }));
    return branch(label({ x: chosen }), {
      two: () => when(chosen, { gte: 2 }, () => list({ length: chosen }), () => three({ a: 1, b: "", c: 1 })),
      otherwise: () => sum({ left: x, right: x }),
    });`,
    result: [0, 1],
    rows: ["one", "add", "times", "label", "list", "three", "sum", "report"],
    skipped: ["times", "three", "sum"],
  },
  {
    name: "branch on what branches of an item return",
    wiring: "return twice.map({ x: list({}, { params: { length: 3 } }) });",
    result: [0, 12, 22],
    rows: [
      "list",
      "twice",
      ...items("twice", 3, ".add"),
      ...items("twice", 3, ".times"),
      ...items("twice", 3, ".add_2"),
      "report",
    ],
    skipped: [
      ...["twice[0].times", "twice[1].add", "twice[2].add"],
      ...["twice[0].add_2", "twice[2].add_2"],
    ],
  },
];

/** A pipeline's file with all shapes, whose steps are executed in one place. */
export function pipelineFile(isolation: string): string {
  return `
import { branch, pipeline, step, when } from "zenml";
import type { Collection, Ref } from "zenml";
import * as z from "zod";

const options = { isolation: "${isolation}" } as const;
const one = step("one", options, () => 1);
const add = step("add", options, ({ x }: { x: number }) => x + 1);
const isPositive = step("isPositive", options, ({ x }: { x: number }) => x > 0);
const times = step(
  "times",
  { ...options, params: z.object({ by: z.number() }) },
  ({ x }: { x: number }, { params }) => x * params.by,
);
const sum = step("sum", options, ({ left, right }: { left: number; right: number }) => left + right);
const list = step(
  "list",
  { ...options, params: z.object({ length: z.number().default(3) }) },
  ({ length }: { length?: number }, { params }) =>
    Array.from({ length: length ?? params.length }, (_none, index) => index),
);
const three = step(
  "three",
  options,
  ({ a, b, c }: { a: number; b: string; c: number }) => \`\${a}\${b}\${c}\`,
);
const total = step("total", options, async ({ values }: { values: Collection<number> }) => {
  let all = 0;
  for await (const value of values) all += value;
  return all;
});

/** Fails at first, and in the end when it is asked to. */
const report = step(
  "report",
  {
    ...options,
    retry: { max_retries: 1, delay: 0 },
    params: z.object({ fails: z.boolean().default(false) }),
  },
  ({ value }: { value: unknown }, { params, step: { attempt } }) => {
    if (attempt === 1 || params.fails) throw new RangeError(\`attempt \${attempt}\`);
    console.log("RESULT " + JSON.stringify(value));
    return "reported";
  },
);
const last = step("last", options, ({ value }: { value: unknown }) => value);
const beside = step("beside", options, () => "beside");

const inner = pipeline("inner", (_context, { x }: { x: Ref<number> }) =>
  times({ x: add({ x }) }, { params: { by: 11 } }),
);
const outer = pipeline("outer", (_context, { length }: { length: Ref<number> }) =>
  add.map({ x: list({ length }) }),
);
const label = step("label", options, ({ x }: { x: number }) => (x === 2 ? "two" : "other"));
const pick = pipeline("pick", (_context, { x }: { x: Ref<number> }) =>
  when(
    x,
    { gt: 0 },
    () => times({ x }, { params: { by: 11 } }),
    () => add({ x: -1 }),
  ),
);
const only = pipeline("only", (_context, { x }: { x: Ref<number> }) =>
  when(x, { eq: 2 }, () => times({ x }, { params: { by: 11 } })),
);
const around = pipeline("around", (_context, { length }: { length: Ref<number> }) =>
  when(length, () => add.map({ x: list({ length }) })),
);
const twice = pipeline("twice", (_context, { x }: { x: Ref<number> }) => {
  const picked = when(
    x,
    () => times({ x }, { params: { by: 11 } }),
    () => add({ x: -1 }),
  );
  return when(
    picked,
    { eq: 11 },
    () => add({ x: picked }),
    () => picked,
  );
});
const choose = pipeline("choose", (_context, { x }: { x: Ref<number> }) =>
  when(
    isPositive({ x }),
    () => times({ x }, { params: { by: 11 } }),
    () => add({ x: -1 }),
  ),
);
`;
}
