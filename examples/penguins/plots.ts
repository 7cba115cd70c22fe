// The two drawings of the report, as SVG. Colours come from the style sheet of the page.
import { SPECIES } from "./data.js";
import type { Species } from "./data.js";
import type { Evaluation, Score } from "./forest.js";
import { element, escape, percent, scale } from "./markup.js";
import type { Scale } from "./markup.js";

const WIDTH = 720;
const SCATTER = { height: 460, left: 58, right: 704, top: 16, bottom: 404 };
const BAR = { left: 100, right: 400, height: 26, gap: 16 };
const MARK_RADIUS = 11;

/** One shape per species, so that colour is never the only difference. */
const SHAPES: Record<Species, string> = {
  Adelie: "M-4.6,0a4.6,4.6 0 1,0 9.2,0a4.6,4.6 0 1,0 -9.2,0Z",
  Chinstrap: "M0,-5.8L5.6,4.4H-5.6Z",
  Gentoo: "M-4.3,-4.3H4.3V4.3H-4.3Z",
};

/** A point's shape in its species' colour. */
export function symbol(species: Species, ...children: string[]): string {
  return element("path", { class: species, d: SHAPES[species] }, ...children);
}

/** A small drawing for the legend. */
export function legendSymbol(species: Species): string {
  return element("svg", { viewBox: "-8 -8 16 16", "aria-hidden": "true" }, symbol(species));
}

/** Flipper length against bill length of the held-out rows; wrongly named ones are ringed. */
export function scatterPlot({ predictions, total, correct }: Evaluation): string {
  const { left, right, top, bottom, height } = SCATTER;
  const penguins = predictions.map(({ penguin }) => penguin);
  const x = scale(
    penguins.map((penguin) => penguin.flipper_length_mm),
    { step: 10, range: [left, right] },
  );
  const y = scale(
    penguins.map((penguin) => penguin.bill_length_mm),
    { step: 5, range: [bottom, top] },
  );
  const points = predictions.map(({ penguin, predicted }) => {
    const { species, flipper_length_mm, bill_length_mm } = penguin;
    const place = `translate(${x(flipper_length_mm)},${y(bill_length_mm)})`;
    const isWrong = predicted !== species;
    const taken = isWrong ? `, taken for ${predicted}` : "";
    const text = `${species}${taken}: flipper ${flipper_length_mm} mm, bill ${bill_length_mm} mm`;
    const ring = isWrong ? element("circle", { class: "wrong", r: MARK_RADIUS }) : "";
    const point = symbol(species, element("title", {}, escape(text)));
    return element("g", { transform: place }, ring, point);
  });
  const label = `Scatter plot of ${total} held-out penguins: bill length against flipper length, by species. ${total - correct} wrongly named penguins are ringed.`;
  return drawing(height, label, axes(x, y), ...points);
}

/** Wrong answers of each forest size in cross-validation; the chosen size stands out. */
export function mistakesPlot(scores: readonly Score[], chosen: number): string {
  const mistakes = scores.map(({ correct, total }) => total - correct);
  const x = scale([0, 1, ...mistakes], { step: 1, range: [BAR.left, BAR.right] });
  const bars = scores.map((score, index) => {
    const isChosen = score.trees === chosen;
    const top = index * (BAR.height + BAR.gap) + 4;
    const middle = top + BAR.height / 2;
    const wrong = score.total - score.correct;
    const text = `${percent(score.correct / score.total)} right · ${wrong} wrong${isChosen ? " · chosen" : ""}`;
    const width = x(wrong) - BAR.left;
    return element(
      "g",
      isChosen ? { class: "bar chosen" } : { class: "bar" },
      element("text", { x: BAR.left - 12, y: middle, class: "name" }, `${score.trees} trees`),
      element("rect", { x: BAR.left, y: top, width, height: BAR.height, rx: 3 }),
      element("text", { x: x(wrong) + 12, y: middle, class: "value" }, escape(text)),
    );
  });
  const height = scores.length * (BAR.height + BAR.gap) - BAR.gap + 8;
  const base = element("path", { class: "axis", d: `M${BAR.left},0V${height}` });
  const label = `Bar chart: wrong answers in cross-validation for forests of ${scores.map(({ trees }) => trees).join(", ")} trees.`;
  return drawing(height, label, ...bars, base);
}

/** The species in the order of all legends and tables. */
export function legend(): string {
  const items = SPECIES.map((species) =>
    element("li", {}, legendSymbol(species), element("span", {}, species)),
  );
  const ring = element("circle", { class: "wrong", r: 6 });
  const mark = element("svg", { viewBox: "-8 -8 16 16", "aria-hidden": "true" }, ring);
  const wrong = element("li", {}, mark, element("span", {}, "named wrongly"));
  return element("ul", { class: "legend", "aria-label": "Legend" }, ...items, wrong);
}

function axes(x: Scale, y: Scale): string {
  const { left, right, bottom, top, height } = SCATTER;
  const columns = x.ticks.map(
    (tick) =>
      element("path", { class: "grid", d: `M${x(tick)},${top}V${bottom}` }) +
      element("text", { x: x(tick), y: bottom + 22, class: "tick" }, String(tick)),
  );
  const rows = y.ticks.map(
    (tick) =>
      element("path", { class: "grid", d: `M${left},${y(tick)}H${right}` }) +
      element("text", { x: left - 10, y: y(tick), class: "tick side" }, String(tick)),
  );
  const across = { x: (left + right) / 2, y: height - 6, class: "label" };
  const upright = { transform: `translate(14,${(top + bottom) / 2}) rotate(-90)`, class: "label" };
  return [
    ...columns,
    ...rows,
    element("text", across, "Flipper length (mm)"),
    element("text", upright, "Bill length (mm)"),
  ].join("");
}

function drawing(height: number, label: string, ...children: string[]): string {
  const attributes = { viewBox: `0 0 ${WIDTH} ${height}`, role: "img", "aria-label": label };
  return element("svg", attributes, ...children);
}
