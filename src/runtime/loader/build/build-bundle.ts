// Makes the bundle of a file, its source map and its code index.
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { indexBundle } from "../../code/index-bundle.js";
import { RECORD_FILE, bundleRecord } from "../bundle-record.js";
import type { BundleRecord } from "../bundle-record.js";
import { contentHash, stampFile } from "../file-stamp.js";
import type { FileStamp } from "../file-stamp.js";
import type { Bundling } from "./begin-bundling.js";
import type { Built } from "./built.js";
import { plainBundle } from "./plain-bundle.js";
import { removeOldFiles } from "./remove-old-files.js";
import { originalPlaces } from "./original-places.js";
import { settingsFiles } from "./settings-files.js";
import { sourceCandidates } from "./source-candidates.js";
import { writeAtomic } from "./write-atomic.js";

export interface BuildOptions {
  readonly file: string;
  readonly folder: string;
  readonly projectRoot: string;
  readonly cwd: string;
  readonly version: string;
  readonly library: string | undefined;
  /** Before anything was read, in milliseconds since the epoch. */
  readonly begun: number;
  /** What the bundler makes of it without plugins, begun before. */
  readonly bundling: Bundling;
}

/** Errors: `pipeline_file_invalid` with all that the bundler complains about. */
export async function buildBundle(options: BuildOptions): Promise<BundleRecord> {
  const built = await bundle(options);
  const name = contentHash(`${built.text}\0${JSON.stringify(built.map)}`).slice(0, 16);
  const record = bundleRecord({
    version: options.version,
    read: options.begun,
    bundle: `${name}.mjs`,
    index: `${name}.index.json`,
    ...watched(built, options),
  });
  writeFiles(record, built, options);
  return record;
}

/** As the bundler made it alone, where that is the same; else once more, with plugins. */
async function bundle(options: BuildOptions): Promise<Built> {
  const bundled = await options.bundling;
  const plain = bundled === undefined ? undefined : plainBundle(bundled, options);
  if (plain !== undefined) return plain;
  const { bundleWithPlugins } = await import("./bundle-with-plugins.js");
  return bundleWithPlugins(options);
}

function writeFiles(record: BundleRecord, built: Built, options: BuildOptions): void {
  const path = (name: string) => join(options.folder, name);
  const index = indexBundle({
    text: built.text,
    original: originalPlaces(built.map, options.projectRoot),
    isOwnPackage: ownPackage(options),
  });
  const text = `${built.text}${requireImport(built.text, options.file)}//# sourceMappingURL=${record.bundle}.map\n`;
  writeAtomic(path(`${record.bundle}.map`), JSON.stringify(built.map));
  writeAtomic(path(record.index), JSON.stringify(index));
  writeAtomic(path(record.bundle), text);
  // Last: whoever finds the record finds all that it names.
  writeAtomic(path(RECORD_FILE), JSON.stringify(record));
  removeOldFiles(options.folder, Date.now());
}

function ownPackage({ library }: BuildOptions): (specifier: string) => boolean {
  const beside = library === undefined ? undefined : `${pathToFileURL(dirname(library)).href}/`;
  return (specifier) =>
    specifier === "zenml" ||
    specifier.startsWith("zenml/") ||
    (beside !== undefined && specifier.startsWith(beside));
}

/**
 * Gives bundled CommonJS files the `require` that modules have none of. An import stands at the end
 * without moving a line, and is there before all code runs.
 */
function requireImport(text: string, file: string): string {
  if (!text.includes("var __require = ")) return "";
  const code = `import{createRequire}from"node:module";export const require=createRequire(${JSON.stringify(file)})`;
  return `import { require } from ${JSON.stringify(`data:text/javascript,${encodeURIComponent(code)}`)};\n`;
}

function watched(
  built: Built,
  { projectRoot }: BuildOptions,
): Pick<BundleRecord, "inputs" | "absent"> {
  const stamps = new Map<string, FileStamp | undefined>();
  for (const [path, content] of built.contents) stamps.set(path, stampFile(path, content));
  const files = [...stamps.keys()];
  const settings = settingsFiles(files);
  // Another bundler, or another build of this code, may give another outcome.
  const makers = [
    createRequire(import.meta.url).resolve("esbuild/package.json"),
    fileURLToPath(import.meta.url),
  ];
  for (const path of [...settings.present, ...makers]) {
    if (!stamps.has(path)) stamps.set(path, stampFile(path, settings.read(path)));
  }
  const absent = [...settings.absent, ...sourceCandidates(built.metafile, projectRoot)];
  const inputs = [...stamps].map(([path, stamp]): FileStamp => stamp ?? [path, -1, 0, 0, ""]);
  // A new file may match a computed import: nothing short of bundling tells.
  const isOpen = built.text.includes("__glob(");
  return { inputs: isOpen ? [[fileURLToPath(import.meta.url), -1, 0, 0, ""]] : inputs, absent };
}
