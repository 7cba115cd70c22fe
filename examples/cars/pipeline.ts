// How far does a car of the seventies go on a gallon? TypeScript reads, splits and reports, scikit-learn
// trains and predicts. `npx zenml run pipeline.ts`
import { tableFromJSON } from "apache-arrow";
import type { Table } from "apache-arrow";
import { array, file, json, markdown, pipeline, pythonStep, step, table } from "zenml";
import * as z from "zod";
import { SOURCE, cleanCars, readCars, splitCars } from "./data.js";
import { reportText } from "./report.js";
import type { Scores } from "./report.js";

const environment = { python: ">=3.9", requirements: "requirements.txt" };

const load = step(
  "load",
  { outputs: { train: table<Table>(), test: table<Table>() } },
  (_, { log, metadata }) => {
    const cars = cleanCars(readCars());
    const { train, test } = splitCars(cars);
    log.info(`${cars.length} cars, ${test.length} of them held out`);
    metadata.output("train", { source: SOURCE });
    return { train: tableFromJSON([...train]), test: tableFromJSON([...test]) };
  },
);

const train = pythonStep("train", {
  script: "train.py",
  function: "train",
  environment,
  params: z.object({ trees: z.int().positive().default(200), seed: z.int().default(42) }),
  inputs: { cars: table<Table>() },
  outputs: { model: file, scores: json<Scores>() },
});

const predict = pythonStep("predict", {
  script: "train.py",
  function: "predict",
  environment,
  inputs: { model: file, cars: table<Table>() },
  outputs: { predictions: array<Float64Array>() },
});

interface ReportInputs {
  cars: Table;
  predictions: Float64Array;
  scores: Scores;
}

const report = step(
  "report",
  { outputs: { report: markdown, error: json<number>() } },
  ({ cars, predictions, scores }: ReportInputs) => {
    const truth = [...(cars.getChild("miles_per_gallon") ?? [])].map(Number);
    const names = [...(cars.getChild("name") ?? [])].map(String);
    const { text, error } = reportText({ names, truth, predictions, scores });
    return { report: markdown(text), error };
  },
);

export const cars = pipeline(
  "cars",
  { params: z.object({ trees: z.int().positive().default(200) }) },
  ({ params }) => {
    const parts = load();
    const { model, scores } = train({ cars: parts.train }, { params: { trees: params.trees } });
    const { predictions } = predict({ model, cars: parts.test });
    return report({ cars: parts.test, predictions, scores });
  },
);
