import { beforeAll, describe, expect, it } from "vitest";
import {
  cleanPenguins,
  readPenguins,
  SPECIES,
  splitPenguins,
} from "../../examples/penguins/data.js";
import type { Parts } from "../../examples/penguins/data.js";
import {
  compareCandidates,
  crossValidate,
  evaluateForest,
  predictSpecies,
  trainCandidate,
  trainForest,
} from "../../examples/penguins/forest.js";
import type { Evaluation, Score } from "../../examples/penguins/forest.js";
import { confusionMatrix, reportPage } from "../../examples/penguins/report.js";

const SEED = 42;
const TRAINING = { trees: 10, seed: SEED };

describe("the penguins table", () => {
  it("has 344 rows in the installed package", () => {
    expect(readPenguins()).toHaveLength(344);
  });

  it("loses only the two rows without measurements when cleaned", () => {
    const rows = readPenguins();
    const cleaned = cleanPenguins(rows);
    expect(cleaned).toHaveLength(342);
    expect(rows.filter((row) => row["Flipper Length (mm)"] === null)).toHaveLength(2);
    expect(cleaned.filter(({ sex }) => sex === null)).toHaveLength(9);
  });

  it("is split into the same rows by the same seed, and into others by another", () => {
    const penguins = cleanPenguins(readPenguins());
    const parts = splitPenguins(penguins, { test_share: 0.25, seed: SEED });
    expect(splitPenguins(penguins, { test_share: 0.25, seed: SEED })).toEqual(parts);
    expect(splitPenguins(penguins, { test_share: 0.25, seed: 7 }).test).not.toEqual(parts.test);
  });

  it("is split without losing or doubling a row, each species by the same share", () => {
    const penguins = cleanPenguins(readPenguins());
    const { train, test } = splitPenguins(penguins, { test_share: 0.25, seed: SEED });
    expect(new Set([...train, ...test])).toEqual(new Set(penguins));
    expect(train.length + test.length).toBe(penguins.length);
    const held = SPECIES.map((name) => test.filter(({ species }) => species === name).length);
    expect(held).toEqual([38, 17, 31]);
  });
});

describe("a forest", () => {
  const { train, test } = parts();

  it("comes out byte for byte the same from the same rows and seed", () => {
    const text = JSON.stringify(trainForest(train, TRAINING));
    expect(JSON.stringify(trainForest(train, TRAINING))).toBe(text);
    expect(JSON.stringify(trainForest(train, { ...TRAINING, seed: 7 }))).not.toBe(text);
  });

  it("predicts the same after a way through JSON", () => {
    const forest = trainForest(train, TRAINING);
    const stored: typeof forest = JSON.parse(JSON.stringify(forest));
    expect(stored).toEqual(forest);
    expect(predictSpecies(stored, test)).toEqual(predictSpecies(forest, test));
  });

  it("names more than nine of ten held-out penguins rightly", () => {
    const evaluation = evaluateForest(trainForest(train, TRAINING), test);
    expect(evaluation.total).toBe(86);
    expect(evaluation.accuracy).toBeGreaterThan(0.9);
    expect(evaluation.accuracy).toBe(evaluation.correct / evaluation.total);
  });

  it("is scored on every training row once", () => {
    const score = crossValidate(train, { trees: 3, seed: SEED });
    expect(score.total).toBe(train.length);
    expect(score.correct).toBeLessThan(score.total);
    expect(score.correct).toBeGreaterThan(0.8 * score.total);
  });

  it("is chosen by its score, and of equal ones the smallest is taken", () => {
    const forest = trainForest(train, { trees: 1, seed: SEED });
    const candidates = [80, 40, 20].map((trees) => ({
      forest: { ...forest, trees },
      score: { trees, correct: trees === 20 ? 1 : 2, total: 3 },
    }));
    const { best, scores } = compareCandidates(candidates);
    expect(best.trees).toBe(40);
    expect(scores.map(({ trees }) => trees)).toEqual([20, 40, 80]);
  });
});

describe("the report", () => {
  let evaluation: Evaluation;
  let scores: Score[];
  let page: string;

  beforeAll(() => {
    const { train, test } = parts();
    const sizes = [3, 10];
    const compared = compareCandidates(
      sizes.map((trees) => trainCandidate(train, { trees, seed: SEED })),
    );
    scores = compared.scores;
    evaluation = evaluateForest(compared.best, test);
    page = reportPage({ evaluation, scores });
  });

  it("is well-formed: every tag that opens closes in order", () => {
    expect(unclosedTags(page)).toEqual([]);
    expect(page.startsWith("<!doctype html>")).toBe(true);
  });

  it("names every species in the matrix, the plot and the legend", () => {
    for (const species of SPECIES) {
      expect(page).toContain(`<th scope="row">${species}</th>`);
      expect(page).toContain(`<span>${species}</span>`);
      expect(page).toContain(`<title>${species}`);
    }
  });

  it("draws one point per held-out row and one ring per wrong answer", () => {
    const wrong = evaluation.total - evaluation.correct;
    expect(wrong).toBeGreaterThan(0);
    expect(page.match(/<title>\w+(, taken for \w+)?: flipper/g)).toHaveLength(evaluation.total);
    expect(page.match(/, taken for \w+: flipper [\d.]+ mm, bill [\d.]+ mm<\/title>/g)).toHaveLength(
      wrong,
    );
  });

  it("counts each held-out row once in the confusion matrix", () => {
    const matrix = confusionMatrix(evaluation);
    const diagonal = matrix.reduce((sum, row, index) => sum + (row[index] ?? 0), 0);
    expect(diagonal).toBe(evaluation.correct);
    expect(matrix.flat().reduce((sum, count) => sum + count, 0)).toBe(evaluation.total);
  });

  it("shows every forest size and labels both axes", () => {
    for (const { trees } of scores) expect(page).toContain(`>${trees} trees</text>`);
    expect(page).toContain("Flipper length (mm)");
    expect(page).toContain("Bill length (mm)");
  });

  it("needs nothing from elsewhere", () => {
    expect(page).not.toMatch(/https?:|<script|<link|@import|url\(/);
  });
});

function parts(): Parts {
  return splitPenguins(cleanPenguins(readPenguins()), { test_share: 0.25, seed: SEED });
}

/** Names of the tags that are open at the end, or that were closed out of order. */
function unclosedTags(page: string): string[] {
  const open: string[] = [];
  for (const [, slash, name = "", selfClosing] of page.matchAll(/<(\/?)([a-z]\w*)[^>]*?(\/?)>/g)) {
    if (selfClosing === "/") continue;
    if (slash === "") open.push(name);
    else if (open.at(-1) === name) open.pop();
    else return [...open, `/${name}`];
  }
  return open;
}
