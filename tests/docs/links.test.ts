import { existsSync, readFileSync, readdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { expect, test } from "vitest";

const root = join(import.meta.dirname, "../..");
const below = (folder: string) =>
  readdirSync(join(root, folder), { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".md") && !file.includes("node_modules"))
    .map((file) => join(folder, file));
const pages = [
  ...readdirSync(root).filter((file) => file.endsWith(".md")),
  ...below("docs"),
  ...below("examples"),
];

function linksOf(page: string): string[] {
  const text = readFileSync(join(root, page), "utf8");
  return [...text.matchAll(/\]\(([^)\s]+)\)/g)].map(([, target = ""]) => target);
}

/** Headings as a page's address names them. */
function anchorsOf(page: string): string[] {
  const text = readFileSync(join(root, page), "utf8").replaceAll(/^```[\s\S]*?^```/gm, "");
  return [...text.matchAll(/^#+ (.+)$/gm)].map(([, heading = ""]) =>
    heading
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N}\s_-]/gu, "")
      .replaceAll(/\s/g, "-"),
  );
}

test("every link between pages leads somewhere", () => {
  const broken = pages.flatMap((page) =>
    linksOf(page)
      .filter((target) => !/^[a-z]+:/.test(target))
      .filter((target) => {
        const [path = "", anchor] = target.split("#");
        const file = path === "" ? page : join(dirname(page), path);
        if (!existsSync(join(root, file))) return true;
        return anchor !== undefined && !anchorsOf(file).includes(anchor);
      })
      .map((target) => `${page}: ${target}`),
  );
  expect(broken).toEqual([]);
});

test.each([
  ["docs/guide", "index.md"],
  ["docs/decisions", "README.md"],
])("every page of %s is linked from its %s", (folder, index) => {
  const linked = linksOf(join(folder, index));
  const missing = readdirSync(join(root, folder)).filter(
    (file) => file.endsWith(".md") && file !== index && !linked.includes(file),
  );
  expect(missing).toEqual([]);
});

test("every path that the map of the source names exists", () => {
  const text = readFileSync(join(root, "AGENTS.md"), "utf8");
  const paths = [...text.matchAll(/`((?:src|tests|scripts|docs|\.ci)\/[^`<\s]*)`/g)].map(
    ([, path = ""]) => path,
  );
  expect(paths.length).toBeGreaterThan(20);
  expect(paths.filter((path) => !existsSync(join(root, path)))).toEqual([]);
});
