// The report: one self-contained HTML page without scripts, readable in light and dark.
import { SOURCE, SPECIES } from "./data.js";
import type { Species } from "./data.js";
import type { Evaluation, Score } from "./forest.js";
import { element, escape, percent } from "./markup.js";
import { legend, mistakesPlot, scatterPlot } from "./plots.js";
import { STYLE } from "./style.js";

export interface ReportContent {
  readonly evaluation: Evaluation;
  readonly scores: readonly Score[];
}

/** How often each species (row) was taken for each species (column). */
export function confusionMatrix({ predictions }: Evaluation): number[][] {
  const count = (actual: Species, named: Species) =>
    predictions.filter((row) => row.penguin.species === actual && row.predicted === named).length;
  return SPECIES.map((actual) => SPECIES.map((named) => count(actual, named)));
}

export function reportPage({ evaluation, scores }: ReportContent): string {
  const title = `Penguin species: ${percent(evaluation.accuracy)} of held-out rows named rightly`;
  const trained = scores[0]?.total ?? 0;
  const body = element(
    "main",
    {},
    header(evaluation, trained),
    section("Who was taken for whom", "Rows are the true species, columns the answer.", [
      confusionTable(evaluation),
    ]),
    section("Where the mistakes lie", scatterText(evaluation), [
      legend(),
      scatterPlot(evaluation),
      mistakesList(evaluation),
    ]),
    section(
      "How large a forest",
      `Wrong answers in five-fold cross-validation on the ${trained} training rows: shorter is better. ` +
        "The smallest of the best was chosen, before the held-out rows were looked at.",
      [mistakesPlot(scores, evaluation.trees)],
    ),
    element("footer", {}, escape(`Palmer penguins, Palmer Station LTER, Antarctica. ${SOURCE}.`)),
  );
  return page(title, body);
}

function header({ accuracy, correct, total, trees }: Evaluation, trained: number): string {
  const text =
    `A random forest of ${trees} trees, trained on four body measurements of ${trained} penguins, ` +
    `named the species of ${correct} of ${total} penguins it had never seen.`;
  return element(
    "header",
    {},
    element("h1", {}, "Which penguin is it?"),
    element("p", { class: "result" }, element("strong", {}, percent(accuracy))),
    element("p", {}, escape(text)),
  );
}

function scatterText({ correct, total }: Evaluation): string {
  const wrong = total - correct;
  const ringed =
    wrong === 1 ? "the one named wrongly is ringed" : `the ${wrong} named wrongly are ringed`;
  return `Two of the four measurements of the ${total} held-out penguins; ${ringed}.`;
}

function confusionTable(evaluation: Evaluation): string {
  const matrix = confusionMatrix(evaluation);
  const columns = SPECIES.map((species) => element("th", { scope: "col" }, species));
  const rows = SPECIES.map((species, row) => {
    const counts = matrix[row] ?? [];
    const sum = counts.reduce((total, count) => total + count, 0);
    const cells = counts.map((count, column) => {
      const kind = row === column ? "right" : count === 0 ? "none" : "wrong";
      const share = sum === 0 ? 0 : Math.round((count / sum) * 100);
      return element("td", { class: kind, style: `--share:${share}%` }, String(count));
    });
    return element("tr", {}, element("th", { scope: "row" }, species), ...cells);
  });
  const head = element("tr", {}, element("th", { scope: "col" }, "true \\ answer"), ...columns);
  return element(
    "table",
    { class: "confusion" },
    element("caption", {}, "Confusion matrix of the held-out rows"),
    element("thead", {}, head),
    element("tbody", {}, ...rows),
  );
}

function mistakesList({ predictions }: Evaluation): string {
  const wrong = predictions.filter(({ penguin, predicted }) => penguin.species !== predicted);
  if (wrong.length === 0) return element("p", {}, "Every held-out penguin was named rightly.");
  const items = wrong.map(({ penguin, predicted }) => {
    const { species, island, flipper_length_mm, bill_length_mm } = penguin;
    const text = `${species} from ${island}, taken for ${predicted}: flipper ${flipper_length_mm} mm, bill ${bill_length_mm} mm`;
    return element("li", {}, escape(text));
  });
  return element("ul", { class: "mistakes" }, ...items);
}

function section(heading: string, text: string, children: readonly string[]): string {
  return element(
    "section",
    {},
    element("h2", {}, heading),
    element("p", {}, escape(text)),
    ...children,
  );
}

function page(title: string, body: string): string {
  const head = element(
    "head",
    {},
    element("meta", { charset: "utf-8" }),
    element("meta", { name: "viewport", content: "width=device-width, initial-scale=1" }),
    element("meta", { name: "color-scheme", content: "light dark" }),
    element("title", {}, escape(title)),
    element("style", {}, STYLE),
  );
  return `<!doctype html>\n${element("html", { lang: "en" }, head, element("body", {}, body))}\n`;
}
