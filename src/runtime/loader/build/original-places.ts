import { SourceMap } from "node:module";
import type { SourceMapPayload } from "node:module";
import { relative, sep } from "node:path";
import { fileURLToPath } from "node:url";
import type { IndexOptions } from "../../code/index-bundle.js";

/** Looks up positions of a bundle in its source map. */
export function originalPlaces(map: object, projectRoot: string): IndexOptions["original"] {
  // The map is the bundler's own output.
  const sourceMap = new SourceMap(map as SourceMapPayload);
  const files = new Map<string, string>();
  const fileOf = (source: string): string => {
    let file = files.get(source);
    if (file === undefined) {
      file = relative(projectRoot, fileURLToPath(source)).split(sep).join("/");
      files.set(source, file);
    }
    return file;
  };
  return (line, column) => {
    const entry = sourceMap.findEntry(line, column);
    if (!("originalSource" in entry) || !entry.originalSource.startsWith("file:")) return undefined;
    const { originalSource, originalLine, originalColumn } = entry;
    const isExact = entry.generatedLine === line && entry.generatedColumn === column;
    return {
      // A name belongs to the very position that it is noted for.
      name: isExact && "name" in entry ? nameOf(entry.name) : undefined,
      file: fileOf(originalSource),
      line: originalLine + 1,
      column: originalColumn + 1,
    };
  };
}

function nameOf(name: unknown): string | undefined {
  return typeof name === "string" && name !== "" ? name : undefined;
}
