import { readFileSync, readdirSync } from "node:fs";
import { join, relative, sep } from "node:path";

/** A piece of TypeScript in a page or in a doc comment. */
export interface Sample {
  /** The page or source file, below the repository, with `/`. */
  readonly page: string;
  readonly line: number;
  readonly code: string;
  /** False for ```` ```ts no-run ```` and for doc comments: these are compiled only. */
  readonly isRun: boolean;
  /** Name of the file that the sample is; ```` ```ts file=pipeline.ts ```` gives it. */
  readonly file: string;
}

/** The samples of the README and the guide. */
export function pageSamples(root: string): Sample[] {
  const guide = readdirSync(join(root, "docs/guide"))
    .filter((file) => file.endsWith(".md"))
    .map((file) => `docs/guide/${file}`);
  return ["README.md", ...guide].flatMap((page) =>
    samplesOf(page, readFileSync(join(root, page), "utf8"), true),
  );
}

/** The samples in doc comments below src. */
export function commentSamples(root: string): Sample[] {
  const src = join(root, "src");
  return readdirSync(src, { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".ts"))
    .flatMap((file) => {
      const page = relative(root, join(src, file)).split(sep).join("/");
      return samplesOf(page, commentsAlone(readFileSync(join(src, file), "utf8")), false);
    });
}

const FENCE = /^( *)```ts\b([^\n]*)\n([\s\S]*?)^\1```$/gm;

function samplesOf(page: string, text: string, isPage: boolean): Sample[] {
  return [...text.matchAll(FENCE)].map((match, index) => {
    const [, indent = "", info = "", body = ""] = match;
    const code = body.replaceAll(new RegExp(`^${indent}`, "gm"), "");
    return {
      page,
      line: text.slice(0, match.index).split("\n").length + 1,
      code,
      isRun: isPage && !/\bno-run\b/.test(info),
      file: /\bfile=(\S+)/.exec(info)?.[1] ?? `sample-${index + 1}.ts`,
    };
  });
}

/** Doc comments without their stars; all else blank, so that line numbers stay. */
function commentsAlone(text: string): string {
  let isInside = false;
  const lines = text.split("\n").map((line) => {
    if (/^\s*\/\*\*/.test(line)) isInside = true;
    const comment = isInside ? line.replace(/^\s*(\/\*\*|\*\/|\* ?)/, "") : "";
    if (line.includes("*/")) isInside = false;
    return comment;
  });
  return lines.join("\n");
}
