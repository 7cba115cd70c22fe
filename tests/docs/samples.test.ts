import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { compileSamples } from "./compile-samples.js";
import { SampleProject } from "./run-sample.js";
import { commentSamples, pageSamples } from "./samples.js";

const root = join(import.meta.dirname, "../..");
const pages = pageSamples(root);
const comments = commentSamples(root);

const wrong = {
  page: "docs/guide/wrong.md",
  line: 10,
  code: 'import { step } from "zenml";\nexport const none: string = step;\n',
  isRun: true,
  file: "sample-1.ts",
};

describe("compiled together", () => {
  let messages: readonly string[];
  beforeAll(() => {
    messages = compileSamples(root, [...pages, ...comments, wrong]);
  });

  test("every sample of the README, the guide and the doc comments compiles", () => {
    expect(messages.filter((message) => !message.startsWith(wrong.page))).toEqual([]);
  });

  test("a sample that is wrong is found, with the line of its page", () => {
    const found = messages.filter((message) => message.startsWith(wrong.page));
    expect(found).toEqual([
      expect.stringMatching(
        /^docs\/guide\/wrong\.md:11 Type .* is not assignable to type 'string'/,
      ),
    ]);
  });
});

test("the pages and the doc comments have samples", () => {
  expect(pages.filter(({ page }) => page === "README.md")).not.toEqual([]);
  expect(comments).not.toEqual([]);
});

const runPages = [...new Set(pages.filter(({ isRun }) => isRun).map(({ page }) => page))];

// The samples of a page run one after the other in one project: later ones read what earlier ones made.
describe.each(runPages)("%s", (name) => {
  const samples = pages.filter(({ page, isRun }) => isRun && page === name);
  const project = new SampleProject(root);
  afterAll(() => project.close());

  test.each(samples.map((sample) => [sample.line, sample] as const))(
    "the sample at line %i runs",
    async (_line, sample) => {
      await expect(project.run(sample)).resolves.toEqual(expect.any(String));
    },
  );
});
