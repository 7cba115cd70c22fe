import * as z from "zod";
import { pipeline, step } from "../../src/public/index.js";
import type { Graph, Pipeline } from "../../src/public/index.js";
import { equal, use } from "./equal.js";

const load = step("load", () => [1, 2, 3]);
const sum = step("sum", ({ numbers }: { numbers: number[] }) => numbers.length);
const train = step(
  "train",
  { params: z.object({ trees: z.int() }) },
  (_, { params }) => params.trees,
);

const plain = pipeline("plain", () => sum({ numbers: load() }));
const training = pipeline(
  "training",
  {
    params: z.object({ trees: z.int(), depth: z.int().default(3) }),
    run_name: "{pipeline}-{date}",
  },
  ({ params }) => {
    equal<typeof params, { trees: number; depth: number }>(true);
    // @ts-expect-error a param that the schema does not have
    use(params.tress);
    for (const trees of [params.trees, params.depth]) train({}, { params: { trees } });
  },
);

// Params of a run are the input of the schema.
equal<ReturnType<typeof training.compile>, Promise<Graph>>(true);
use(
  plain.compile(),
  plain.run(),
  plain.run({ name: "{date}", enable_cache: false, unlisted: true }),
);
use(training.compile({ params: { trees: 3 } }), training.run({ params: { trees: 3, depth: 1 } }));
// A run configuration may hold the rest.
use(
  training.run({ config: { parameters: { trees: 3 }, steps: { train: { enable_cache: false } } } }),
);
use(training.run({ params: { depth: 1 }, config: {} }));

// @ts-expect-error a missing param
use(training.run({ params: {} }));
// @ts-expect-error no params at all
use(training.run());
// @ts-expect-error options without params
use(training.compile({}));
// @ts-expect-error a param of a wrong type
use(training.run({ params: { trees: "3" } }));
// @ts-expect-error an unknown param
use(training.run({ params: { trees: 3, dept: 1 } }));
// @ts-expect-error an unknown option
use(plain.run({ params: {}, nam: "x" }));
// @ts-expect-error params where none are declared
use(plain.run({ params: { trees: 3 } }));
// @ts-expect-error an unknown key of a run configuration
use(plain.run({ config: { parametres: {} } }));

// Changed copies.
const early: Pipeline<{ trees?: number; depth?: number | undefined }> = training.with({
  params: { trees: 1 },
});
use(early.run(), training.with({ params: { trees: 1 } }).compile());
use(training.configure({ enable_cache: false }).run({ params: { trees: 2 } }));
// @ts-expect-error an unknown param
training.with({ params: { tress: 1 } });
// @ts-expect-error a mistyped key
training.configure({ enable_cahce: false });

// What cannot wire a pipeline.
// @ts-expect-error an async function
pipeline("bad", async () => sum({ numbers: load() }));
// @ts-expect-error a mistyped option
pipeline("bad", { parms: z.object({}) }, () => load());
// @ts-expect-error params without a schema
pipeline("bad", ({ params }) => train({}, { params: { trees: params.trees } }));
// @ts-expect-error the params of a part are checked too
pipeline("bad", () => training());
