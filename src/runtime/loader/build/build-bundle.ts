// The only file that loads the bundler: makes the bundle of a file, its source map and its code index.
import { createRequire } from "node:module";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import * as esbuild from "esbuild";
import type { Metafile } from "esbuild";
import { indexBundle } from "../../code/index-bundle.js";
import { compileError } from "./compile-error.js";
import { RECORD_FILE, bundleRecord } from "../bundle-record.js";
import type { BundleRecord } from "../bundle-record.js";
import { contentHash, stampFile } from "../file-stamp.js";
import type { FileStamp } from "../file-stamp.js";
import { META_DEFINES, modulePlugin } from "./module-plugin.js";
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
  /** Called when the bundler, a process of its own, leaves the machine to others; analysis follows. */
  readonly onBundled: () => void;
}

interface Built {
  readonly text: string;
  readonly map: SourceMapText;
  readonly metafile: Metafile;
  readonly contents: ReadonlyMap<string, Uint8Array>;
}

interface SourceMapText {
  sources: string[];
  sourcesContent?: unknown;
  [key: string]: unknown;
}

/** Errors: `pipeline_file_invalid` with all that the bundler complains about. */
export async function buildBundle(options: BuildOptions): Promise<BundleRecord> {
  const read = Date.now();
  const built = await bundle(options);
  options.onBundled();
  const name = contentHash(`${built.text}\0${JSON.stringify(built.map)}`).slice(0, 16);
  const record = bundleRecord({
    version: options.version,
    read,
    bundle: `${name}.mjs`,
    index: `${name}.index.json`,
    ...watched(built, options),
  });
  writeFiles(record, built, options);
  return record;
}

async function bundle(options: BuildOptions): Promise<Built> {
  const contents = new Map<string, Uint8Array>();
  const plugin = modulePlugin({
    bundleFolder: options.folder,
    library: options.library,
    onRead: (path, content) => contents.set(path, content),
  });
  const outfile = join(options.folder, "bundle.mjs");
  try {
    const { outputFiles, metafile } = await esbuild.build({
      ...{ entryPoints: [options.file], outfile, absWorkingDir: options.projectRoot },
      ...{ bundle: true, write: false, metafile: true, sourcemap: "external" },
      ...{ platform: "node", format: "esm", target: "node20", charset: "utf8" },
      // No `module` condition: what is resolved here is loaded by Node.
      ...{ conditions: [], legalComments: "none", logLevel: "silent" },
      ...{ define: META_DEFINES, plugins: [plugin] },
    });
    const output = (end: string) => outputFiles.find(({ path }) => path.endsWith(end))?.text ?? "";
    const map = absoluteSources(JSON.parse(output(".map")), options.folder);
    return { text: output(".mjs"), map, metafile, contents };
  } catch (error) {
    throw compileError(error, options);
  }
}

/** Debuggers and traces need absolute paths: the bundle lies far from the sources. */
function absoluteSources(map: SourceMapText, folder: string): SourceMapText {
  const sources = map.sources.map((source) =>
    /^[\w-]+:/.test(source) ? source : pathToFileURL(resolve(folder, source)).href,
  );
  const { sourcesContent: _, ...rest } = map;
  return { ...rest, sources };
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
