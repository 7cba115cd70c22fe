import * as z from "zod";
import { array, commandStep, file, json, pythonStep, step, table } from "../../src/public/index.js";
import type { ArrowTable, FileValue, Ref } from "../../src/public/index.js";
import { equal, use } from "./equal.js";

const load = step("load", { outputs: { rows: table, seed: json<number>() } }, () => {
  throw new Error("only its types count");
});
const train = pythonStep("train", {
  script: "train.py",
  function: "train",
  params: z.object({ trees: z.number(), depth: z.number().default(3) }),
  inputs: { rows: table, seed: json<number>() },
  outputs: { model: file, weights: array<Float64Array>(), scores: json<{ accuracy: number }>() },
  environment: { python: ">=3.9", requirements: ["scikit-learn"], tool: "uv" },
});

// Inputs and outputs are typed by their materializers.
const { rows, seed } = load();
const trained = train({ rows, seed }, { params: { trees: 5 } });
equal<typeof trained.model, Ref<FileValue>>(true);
equal<typeof trained.weights, Ref<Float64Array>>(true);
equal<typeof trained.scores, Ref<{ accuracy: number }>>(true);
equal<Parameters<typeof train.fn>[0], { readonly rows: ArrowTable; readonly seed: number }>(true);
// A literal where JSON is wanted, as with any step.
train({ rows, seed: 1 }, { params: { trees: 5 } });
// @ts-expect-error an input of another type
train({ rows: seed, seed }, { params: { trees: 5 } });
// @ts-expect-error a missing input
train({ rows }, { params: { trees: 5 } });
// @ts-expect-error a missing param
train({ rows, seed });
// @ts-expect-error an output that is not declared
use(trained.accuracy);

// A param that was given is optional from then on.
train.with({ params: { trees: 7 } })({ rows, seed });

// Without declared outputs there is one, of a type that nobody knows.
const open = commandStep("open", { inputs: { model: file }, command: ["cat", "{inputs.model}"] });
equal<ReturnType<typeof open>, Ref<unknown>>(true);
// @ts-expect-error a command is a list
commandStep("list", { command: "cat x" });
// @ts-expect-error there is no such tool
pythonStep("tool", { script: "x.py", environment: { tool: "conda" } });

// A step without inputs takes none.
const alone = commandStep("alone", { command: ["date"], outputs: { out: file } });
equal<ReturnType<typeof alone>, { readonly out: Ref<FileValue> }>(true);
// @ts-expect-error it takes no inputs
alone({ rows });
