// What the forest is worth, as a page of Markdown.

/** What the Python step says about its training. */
export interface Scores {
  trees: number;
  /** Mean absolute error of each fold, in miles a gallon. */
  errors: number[];
  /** Feature → share of what the forest decides by. */
  importance: Record<string, number>;
}

export interface ReportContent {
  names: readonly string[];
  truth: readonly number[];
  predictions: Float64Array;
  scores: Scores;
}

const SHOWN = 5;

export function reportText({ names, truth, predictions, scores }: ReportContent) {
  const rows = truth.map((actual, index) => ({
    name: names[index] ?? "",
    actual,
    predicted: predictions[index] ?? Number.NaN,
  }));
  const error = mean(rows.map(({ actual, predicted }) => Math.abs(predicted - actual)));
  const plain = mean(truth.map((actual) => Math.abs(actual - mean(truth))));
  const weights = Object.entries(scores.importance).toSorted(([, left], [, right]) => right - left);
  const worst = rows.toSorted((left, right) => off(right) - off(left)).slice(0, SHOWN);
  const text = [
    "# Miles a gallon",
    "",
    `${scores.trees} trees are wrong by ${error.toFixed(2)} miles a gallon on ${rows.length} cars that they`,
    `have not seen (${mean(scores.errors).toFixed(2)} in cross-validation); guessing the mean is wrong by ${plain.toFixed(2)}.`,
    "",
    "| decides by | share |",
    "| --- | ---: |",
    ...weights
      .slice(0, SHOWN)
      .map(([name, share]) => `| ${name} | ${(share * 100).toFixed(0)} % |`),
    "",
    "| farthest off | is | predicted |",
    "| --- | ---: | ---: |",
    ...worst.map((row) => `| ${row.name} | ${row.actual} | ${row.predicted.toFixed(1)} |`),
    "",
  ].join("\n");
  return { text, error };
}

function off({ actual, predicted }: { actual: number; predicted: number }): number {
  return Math.abs(actual - predicted);
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
