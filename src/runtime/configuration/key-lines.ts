import { joinPath } from "../graph-checks/json-problems.js";

const KEY = /^(\s*)(?:"((?:[^"\\]|\\.)*)"|'([^']*)'|([^\s#'"{}[\],&*!|>%@`-][^#]*?))\s*:(?:\s|$)/;

/**
 * Path of a key → its line, from 1, as far as block style and JSON with a key a line tell: where people
 * look, not how a parser reads.
 */
export function keyLines(text: string): Readonly<Record<string, number>> {
  const lines: Record<string, number> = {};
  const open: { readonly indent: number; readonly path: string }[] = [];
  for (const [index, line] of text.split("\n").entries()) {
    const [, space = "", double, single, plain] = KEY.exec(line) ?? [];
    const key = double ?? single ?? plain;
    if (key === undefined) continue;
    while ((open.at(-1)?.indent ?? -1) >= space.length) open.pop();
    const path = joinPath(open.at(-1)?.path ?? "", key);
    open.push({ indent: space.length, path });
    lines[path] ??= index + 1;
  }
  return lines;
}
