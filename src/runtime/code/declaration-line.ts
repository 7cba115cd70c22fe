// Where a declaration that a cache key names stands in its file as it is now.

/** Line from 1; undefined when the text does not declare it. `name` as cache parts have it, e.g. `clean #2`. */
export function declarationLine(text: string, name: string): number | undefined {
  const [, label = "", count] = /^(.*?)(?: #(\d+))?$/s.exec(name) ?? [];
  const first = label.split(", ", 1).join();
  const expression = expressionFor(first);
  if (expression === undefined) return undefined;
  const found = [...text.matchAll(expression)][Number(count ?? 1) - 1];
  return found === undefined ? undefined : text.slice(0, found.index).split("\n").length;
}

function expressionFor(label: string): RegExp | undefined {
  const step = /^step\((.*)\)$/s.exec(label)?.[1];
  if (step !== undefined) return new RegExp(`\\w+\\(\\s*["'\`]${escape(step)}["'\`]`, "gu");
  if (label === "default") return /(?<=^|\n)export default\b/gu;
  if (!/^[\p{L}\p{N}_$]+$/u.test(label)) return statementExpression(label);
  return new RegExp(
    `(?<=^|\\n)[^\\S\\n]*(?:export\\s+)?(?:default\\s+)?(?:declare\\s+)?(?:async\\s+)?` +
      `(?:const\\s+enum|enum|function\\s*\\*?|class|const|let|var)\\s+${escape(label)}(?![\\p{L}\\p{N}_$])`,
    "gu",
  );
}

/** `registry.set()`, `options.size =`: the text up to where labels stop telling. */
function statementExpression(label: string): RegExp | undefined {
  const start = /^[\p{L}\p{N}_$.]+/u.exec(label)?.[0];
  if (start === undefined || !start.includes(".")) return undefined;
  return new RegExp(`(?<=^|\\n)[^\\S\\n]*${escape(start)}(?![\\p{L}\\p{N}_$])`, "gu");
}

function escape(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/]/g, "\\$&");
}
