// Which size of random forest tells penguins apart best? `npx zenml run pipeline.ts`
import { html, json, pipeline, step } from "zenml";
import type { Ref } from "zenml";
import * as z from "zod";
import { SOURCE, cleanPenguins, readPenguins, splitPenguins } from "./data.js";
import type { Penguin, Row } from "./data.js";
import { compareCandidates, evaluateForest, trainCandidate } from "./forest.js";
import type { Candidate, Evaluation, Forest, Score } from "./forest.js";
import { reportPage } from "./report.js";

const load = step("load", (_, { metadata }) => {
  metadata.output("output", { source: SOURCE });
  return readPenguins();
});

const clean = step("clean", ({ rows }: { rows: Row[] }, { log, metadata }) => {
  const penguins = cleanPenguins(rows);
  const dropped = rows.length - penguins.length;
  log.info(`kept ${penguins.length} rows, dropped ${dropped} without measurements`);
  metadata.output("output", { rows: penguins.length, dropped });
  return penguins;
});

const split = step(
  "split",
  {
    params: z.object({
      test_share: z.number().gt(0).lt(1).default(0.25),
      seed: z.int().default(42),
    }),
    outputs: { train: json<Penguin[]>(), test: json<Penguin[]>() },
  },
  ({ penguins }: { penguins: Penguin[] }, { params }) => splitPenguins(penguins, params),
);

const train = step(
  "train",
  { params: z.object({ trees: z.int().positive(), seed: z.int().default(42) }) },
  ({ penguins }: { penguins: Penguin[] }, { params, log }) => {
    const candidate = trainCandidate(penguins, params);
    log.info(`${candidate.score.correct} of ${candidate.score.total} right in cross-validation`);
    return candidate;
  },
);

const compare = step(
  "compare",
  { outputs: { best: json<Forest>(), scores: json<Score[]>() } },
  (candidates: Record<string, Candidate>) => compareCandidates(Object.values(candidates)),
);

const evaluate = step(
  "evaluate",
  { outputs: { accuracy: json<number>(), evaluation: json<Evaluation>() } },
  ({ forest, penguins }: { forest: Forest; penguins: Penguin[] }) => {
    const evaluation = evaluateForest(forest, penguins);
    return { accuracy: evaluation.accuracy, evaluation };
  },
);

const report = step(
  "report",
  { outputs: { report: html } },
  (content: { evaluation: Evaluation; scores: Score[] }) => ({ report: html(reportPage(content)) }),
);

// The largest first, so that the longest training does not begin last.
const Sizes = z
  .array(z.int().positive())
  .min(1)
  .refine((sizes) => new Set(sizes).size === sizes.length, "each size may be named only once")
  .default([80, 40, 20, 10]);

export const training = pipeline(
  "penguins",
  { params: z.object({ sizes: Sizes }) },
  ({ params }) => {
    const parts = split({ penguins: clean({ rows: load() }) });
    const candidates: Record<string, Ref<Candidate>> = {};
    for (const trees of params.sizes) {
      const name = `train_${trees}`;
      candidates[name] = train({ penguins: parts.train }, { name, params: { trees } });
    }
    const { best, scores } = compare(candidates);
    const { evaluation } = evaluate({ forest: best, penguins: parts.test });
    return report({ evaluation, scores });
  },
);
