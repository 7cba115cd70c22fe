import { resolve } from "node:path";
import { pathToFileURL } from "node:url";
import type { Metafile } from "esbuild";

/** What bundling gives, whichever way it is done. */
export interface Built {
  readonly text: string;
  readonly map: SourceMapText;
  readonly metafile: Metafile;
  /** Each file's content as it was read. */
  readonly contents: ReadonlyMap<string, Uint8Array>;
}

export interface SourceMapText {
  sources: string[];
  sourcesContent?: unknown;
  [key: string]: unknown;
}

/** Debuggers and traces need absolute paths: the bundle lies far from the sources. */
export function absoluteSources(map: SourceMapText, folder: string): SourceMapText {
  const sources = map.sources.map((source) =>
    /^[\w-]+:/.test(source) ? source : pathToFileURL(resolve(folder, source)).href,
  );
  const { sourcesContent: _, ...rest } = map;
  return { ...rest, sources };
}
