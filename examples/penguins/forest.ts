// Random forests on the four measurements: training, cross-validation, prediction, evaluation.
import { RandomForestClassifier } from "ml-random-forest";
import { SPECIES } from "./data.js";
import type { Penguin, Species } from "./data.js";

const FOLDS = 5;
const FEATURES_PER_TREE = 3;

/** A trained forest as plain JSON, so that it can be stored, compared and read back. */
export interface Forest {
  trees: number;
  model: ReturnType<RandomForestClassifier["toJSON"]>;
}

/** How many of the training rows a forest of this size names rightly when it has not seen them. */
export interface Score {
  trees: number;
  correct: number;
  total: number;
}

export interface Candidate {
  forest: Forest;
  score: Score;
}

export interface Comparison {
  best: Forest;
  /** From the smallest forest to the largest. */
  scores: Score[];
}

export interface Evaluation {
  trees: number;
  correct: number;
  total: number;
  accuracy: number;
  /** One entry per held-out row. */
  predictions: { penguin: Penguin; predicted: Species }[];
}

export interface TrainOptions {
  trees: number;
  seed: number;
}

/** Trains a forest on all rows, and scores its size by cross-validation on the same rows. */
export function trainCandidate(rows: readonly Penguin[], options: TrainOptions): Candidate {
  return { forest: trainForest(rows, options), score: crossValidate(rows, options) };
}

export function trainForest(rows: readonly Penguin[], { trees, seed }: TrainOptions): Forest {
  const classifier = new RandomForestClassifier({
    nEstimators: trees,
    maxFeatures: FEATURES_PER_TREE,
    replacement: false,
    useSampleBagging: true,
    noOOB: true,
    seed,
  });
  classifier.train(rows.map(features), rows.map(classOf));
  return { trees, model: JSON.parse(JSON.stringify(classifier)) };
}

export function predictSpecies(forest: Forest, rows: readonly Penguin[]): Species[] {
  const classes = RandomForestClassifier.load(forest.model).predict(rows.map(features));
  return classes.map(speciesOf);
}

/** Each fifth of the rows is named once by a forest that was trained on the other four. */
export function crossValidate(rows: readonly Penguin[], options: TrainOptions): Score {
  let correct = 0;
  for (let fold = 0; fold < FOLDS; fold++) {
    const seen = rows.filter((_, index) => index % FOLDS !== fold);
    const unseen = rows.filter((_, index) => index % FOLDS === fold);
    correct += evaluateForest(trainForest(seen, options), unseen).correct;
  }
  return { trees: options.trees, correct, total: rows.length };
}

/** The forest with the best score; of equally good ones the smallest. */
export function compareCandidates(candidates: readonly Candidate[]): Comparison {
  const bySize = candidates.toSorted((left, right) => left.score.trees - right.score.trees);
  const [best] = bySize.toSorted((left, right) => right.score.correct - left.score.correct);
  if (best === undefined) throw new Error("There is no forest to compare: 'sizes' is empty.");
  return { best: best.forest, scores: bySize.map(({ score }) => score) };
}

export function evaluateForest(forest: Forest, rows: readonly Penguin[]): Evaluation {
  const predictions = predictSpecies(forest, rows).flatMap((predicted, index) => {
    const penguin = rows[index];
    return penguin === undefined ? [] : [{ penguin, predicted }];
  });
  const correct = predictions.filter((row) => row.predicted === row.penguin.species).length;
  const total = rows.length;
  return { trees: forest.trees, correct, total, accuracy: correct / total, predictions };
}

function features(penguin: Penguin): number[] {
  const { bill_length_mm, bill_depth_mm, flipper_length_mm, body_mass_g } = penguin;
  return [bill_length_mm, bill_depth_mm, flipper_length_mm, body_mass_g];
}

function classOf(penguin: Penguin): number {
  return SPECIES.indexOf(penguin.species);
}

function speciesOf(index: number): Species {
  const species = SPECIES[index];
  if (species === undefined) throw new Error(`The forest named class ${index}, which is unknown.`);
  return species;
}
