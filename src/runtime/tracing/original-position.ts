import { findSourceMap } from "node:module";
import { dirname, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import type { SourceLocation } from "../../domain/graph.js";

/** The position in the source that was bundled, where Node keeps a source map; else the same. */
export function originalPosition(source: SourceLocation): SourceLocation {
  const entry = findSourceMap(source.file)?.findEntry(source.line - 1, source.column - 1);
  if (entry === undefined || !("originalSource" in entry)) return source;
  const { originalSource, originalLine, originalColumn } = entry;
  const file = originalSource.startsWith("file:")
    ? fileURLToPath(originalSource)
    : resolve(dirname(source.file), originalSource);
  return { file, line: originalLine + 1, column: originalColumn + 1 };
}
