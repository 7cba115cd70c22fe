import * as z from "zod";
import { pipeline, step } from "../../src/public/index.js";
import type { Pipeline, Ref } from "../../src/public/index.js";
import { equal, use } from "./equal.js";
import type { Model, Table } from "./fixtures.js";

const load = step("load", (): Table => ({ rows: [] }));
const fit = step("fit", ({ data }: { data: Table }): Model => ({ weights: data.rows.flat() }));
const score = step(
  "score",
  ({ model, test }: { model: Model; test?: Table }) =>
    model.weights.length + (test?.rows.length ?? 0),
);

const evaluate = pipeline(
  "evaluate",
  { params: z.object({ folds: z.int().default(3) }) },
  ({ params }, { model, test }: { model: Ref<Model>; test: Ref<Table> }) => {
    use(params.folds);
    return { score: score({ model, test }), model };
  },
);
const training = pipeline("training", (_, { data }: { data: Ref<Table> }) => fit({ data }));

// A pipeline that is called gives what its function returns.
export const whole = pipeline("whole", () => {
  const data = load();
  const model = training({ data });
  equal<typeof model, Ref<Model>>(true);
  const evaluated = evaluate({ model, test: data }, { params: { folds: 2 }, name: "evaluation" });
  equal<typeof evaluated, { score: Ref<number>; model: Ref<Model> }>(true);
  // Literals are inputs too.
  evaluate({ model: { weights: [1] }, test: { rows: [] } });
  // @ts-expect-error a missing input
  evaluate({ model });
  // @ts-expect-error an input of another type
  evaluate({ model: data, test: data });
  // @ts-expect-error an unknown input
  training({ data, date: data });
  // @ts-expect-error a param of another type
  evaluate({ model, test: data }, { params: { folds: "2" } });
  // @ts-expect-error params that are not declared
  training({ data }, { params: { folds: 2 } });
  return evaluated.score;
});
use(whole.run(), whole.compile());

// An input may be optional.
const optional = pipeline(
  "optional",
  (_, { model, test }: { model: Ref<Model>; test?: Ref<Table> }) =>
    score(test === undefined ? { model } : { model, test }),
);
optional({ model: { weights: [] } });
optional({ model: { weights: [] }, test: load() });

// A changed one is called like the one that it was made of.
const folded = evaluate.with({ params: { folds: 5 } }).configure({ retry: { max_retries: 1 } });
equal<ReturnType<typeof folded>, ReturnType<typeof evaluate>>(true);

// One without inputs, or that returns nothing.
const nothing = pipeline("nothing", () => {
  load();
});
equal<ReturnType<typeof nothing>, void>(true);
const plain: Pipeline<{}> = nothing;
use(plain.run());
nothing();
// @ts-expect-error it takes no inputs
nothing({ data: load() });

// What has inputs is not run by itself.
// @ts-expect-error
use(training.run());
// @ts-expect-error
use(training.compile());
// @ts-expect-error
use(evaluate.run({ params: { folds: 1 } }));

// @ts-expect-error inputs need a type
pipeline("bad", (_, { data }) => fit({ data }));
// @ts-expect-error inputs are Refs
pipeline("bad", (_, { data }: { data: Table }) => fit({ data }))({ data: load() });
