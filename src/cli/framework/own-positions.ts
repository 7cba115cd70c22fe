import { existsSync, readFileSync } from "node:fs";
import { SourceMap } from "node:module";
import { dirname, resolve } from "node:path";

const PLACE = /((?:file:\/\/)?\/[^\s()]+\.cjs|[A-Za-z]:\\[^\s()]+\.cjs):(\d+):(\d+)/g;

/** The stack with lines of the source: the maps of our own code are read only when something is wrong. */
export function withSourcePositions(stack: string): string {
  return stack.replace(PLACE, (place, file: string, line: string, column: string) => {
    const map = mapOf(file);
    const found = map?.findEntry(Number(line) - 1, Number(column) - 1);
    if (found === undefined || !("originalSource" in found)) return place;
    const { originalSource, originalLine, originalColumn } = found;
    return `${resolve(dirname(file), originalSource)}:${originalLine + 1}:${originalColumn + 1}`;
  });
}

/** A map that cannot be read leaves the positions as they are. */
function mapOf(file: string): SourceMap | undefined {
  const path = `${file}.map`;
  try {
    return existsSync(path) ? new SourceMap(JSON.parse(readFileSync(path, "utf8"))) : undefined;
  } catch {
    return undefined;
  }
}
