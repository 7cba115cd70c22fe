// What the bundler made without plugins, where they would have changed nothing: packages are imported from
// the place that the bundle would find them in too, and no module asks where it lies.
import { isBuiltin } from "node:module";
import { dirname, resolve } from "node:path";
import type { ImportKind, Metafile } from "esbuild";
import { packageFolder, packageName } from "../../code/package-versions.js";
import type { Bundled } from "./begin-bundling.js";
import { absoluteSources } from "./built.js";
import type { Built, SourceMapText } from "./built.js";
import { IN_PACKAGES, mentionsPlace } from "./module-plugin.js";

export interface PlainOptions {
  readonly folder: string;
  readonly projectRoot: string;
  readonly library: string | undefined;
}

/** Undefined where plugins might make something else of it. */
export function plainBundle(bundled: Bundled, options: PlainOptions): Built | undefined {
  // The bundler's own output.
  const metafile = JSON.parse(bundled.metafile) as Metafile;
  const map = JSON.parse(bundled.map) as SourceMapText;
  const contents = contentsOf(metafile, map, { ...options, from: bundled.folder });
  if (contents === undefined) return undefined;
  const isPlain = Object.entries(metafile.inputs).every(([path, { imports }]) => {
    const importer = resolve(options.projectRoot, path);
    return imports.every((one) => isPlainImport(one, importer, options));
  });
  if (!isPlain) return undefined;
  return { text: bundled.text, map: absoluteSources(map, bundled.folder), metafile, contents };
}

/** Of every file as the bundler read it; undefined when one of them is not known, or asks for its place. */
function contentsOf(
  { inputs }: Metafile,
  { sources, sourcesContent }: SourceMapText,
  { projectRoot, from }: PlainOptions & { readonly from: string },
): Map<string, Uint8Array> | undefined {
  const known = Array.isArray(sourcesContent) ? sourcesContent : [];
  const read = new Map(sources.map((source, index) => [resolve(from, source), known[index]]));
  const contents = new Map<string, Uint8Array>();
  for (const [name, { bytes }] of Object.entries(inputs)) {
    const path = resolve(projectRoot, name);
    const text: unknown = read.get(path);
    if (typeof text !== "string" || mentionsPlace(path, text)) return undefined;
    const content = new TextEncoder().encode(text);
    // Another length: not all of it could be told in the map.
    if (content.length !== bytes) return undefined;
    contents.set(path, content);
  }
  return contents;
}

interface Import {
  readonly path: string;
  readonly kind: ImportKind;
  readonly external?: boolean;
  readonly original?: string;
}

function isPlainImport(
  { path, external, original = path }: Import,
  importer: string,
  { folder, library }: PlainOptions,
): boolean {
  if (external !== true) return /^\.{0,2}\//.test(original);
  if (isBuiltin(path)) return true;
  const name = packageName(path);
  const near = packageFolder(name, dirname(importer));
  const found = packageFolder(name, folder);
  if (name === "zenml") return library === undefined || found !== undefined;
  return near !== undefined && near === found && IN_PACKAGES.test(near);
}
