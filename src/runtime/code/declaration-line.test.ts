import { expect, test } from "vitest";
import { declarationLine } from "./declaration-line.js";

const TEXT = `import { step } from "zenml";
export async function clean() {}
const cleaner = 1;
export class Forest {}
  registry.set("a", 1);
options.size = 2;
registry.set("b", 2);
export const train = step(
  "train",
  () => 1,
);
export default 3;
`;

test.for([
  ["clean", 2],
  ["cleaner", 3],
  ["Forest", 4],
  ["registry.set()", 5],
  ["registry.set() #2", 7],
  ["options.size =", 6],
  ["step(train)", 8],
  ["default", 12],
  ["unknown", undefined],
  ["for", undefined],
  ["step(a(b[)", undefined],
] as const)("'%s' stands in line %s", ([name, line]) => {
  expect(declarationLine(TEXT, name)).toBe(line);
});
