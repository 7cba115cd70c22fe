// Makes dist/: the library, the command line and the types. Does nothing when nothing has changed.
import {
  existsSync,
  mkdtempSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { dirname, join, relative, sep } from "node:path";
import { stripVTControlCharacters } from "node:util";
import {
  BUILD_INPUTS,
  BUNDLED_PACKAGES,
  CODE_FOLDER,
  ENTRIES,
  MODULES,
  PARTS,
} from "./bundles.mjs";
import { emitDeclarations } from "./declarations.mjs";
import { fingerprint, isFresh, writeStamp } from "./freshness.mjs";
import { ROOT, isMain } from "./paths.mjs";

const CACHE = join(ROOT, "node_modules/.cache/zenml");
const PACKAGE_PATH = /.*\/node_modules\/((?:@[^/]+\/)?[^/]+)/;
const STAMP = join(CACHE, "build.json");

/**
 * @param {{ force?: boolean }} [options]
 * @returns {Promise<boolean>} false when there was nothing to do
 */
export async function build({ force = false } = {}) {
  const current = fingerprint(ROOT, BUILD_INPUTS);
  if (!force && isFresh(ROOT, STAMP, current)) return false;
  requireEntries();
  mkdirSync(CACHE, { recursive: true });
  // Built beside and swapped in, so that a build that fails or is killed leaves the last one whole.
  const target = mkdtempSync(join(CACHE, "dist-"));
  try {
    const [sources] = await Promise.all([
      emitCode(target),
      emitDeclarations(join(target, "types")),
    ]);
    writeLicenses(target, sources);
    swap(target);
  } finally {
    rmSync(target, { recursive: true, force: true });
  }
  writeStamp(STAMP, { fingerprint: current, outputs: filesBelow(join(ROOT, "dist")) });
  return true;
}

function requireEntries() {
  const missing = Object.values(ENTRIES).filter((file) => !existsSync(join(ROOT, file)));
  if (missing.length > 0)
    throw new Error(`entries of scripts/bundles.mjs are missing: ${missing.join(", ")}`);
}

/**
 * @param {string} target
 * @returns {Promise<string[]>} the files that went in
 */
async function emitCode(target) {
  const { rolldown } = await import("rolldown");
  const { importsInOneFile } = await import("./imports-in-one-file.mjs");
  const bundle = await rolldown({
    cwd: ROOT,
    input: { ...ENTRIES },
    platform: "node",
    tsconfig: false,
    external: isExternal,
    plugins: [importsInOneFile()],
    // What an entry shares with its chunks stays in the entry: a file less to read.
    preserveEntrySignatures: "allow-extension",
    onLog(level, log) {
      // What is loaded late may import what others load late.
      if (level !== "warn" || log.code === "INEFFECTIVE_DYNAMIC_IMPORT") return;
      throw new Error(`rolldown: ${log.message}`);
    },
  });
  try {
    const { output } = await bundle.write({
      dir: join(target, relative("dist", CODE_FOLDER)),
      format: "cjs",
      entryFileNames: "[name].cjs",
      chunkFileNames: "[name]-[hash].cjs",
      codeSplitting: inParts(PARTS),
      comments: { legal: true, annotation: true, jsdoc: false },
      // Not named in the files: Node would read each map along with its code.
      sourcemap: "hidden",
      minify: { mangle: { toplevel: true }, compress: true, codegen: { removeWhitespace: true } },
      sourcemapExcludeSources: true,
      sourcemapPathTransform: (source, map) => published(source, map, target),
    });
    const chunks = output.filter((chunk) => chunk.type === "chunk");
    for (const chunk of chunks) if (MODULES.includes(chunk.name)) writeModule(chunk, target);
    return chunks.flatMap((chunk) => Object.keys(chunk.modules));
  } finally {
    await bundle.close();
  }
}

/**
 * What people import is a module; the code behind it is what the command line has loaded already.
 * @param {import("rolldown").OutputChunk} chunk
 * @param {string} target
 */
function writeModule({ name, fileName, exports }, target) {
  const path = relative("dist", join(CODE_FOLDER, fileName)).split(sep).join("/");
  // Required rather than imported: Node 20 gives an empty default in a forked process.
  const code = `createRequire(import.meta.url)("./${path}")`;
  const text = `import { createRequire } from "node:module";\nexport const { ${exports.join(", ")} } = ${code};\n`;
  writeFileSync(join(target, `${name}.js`), text);
}

/**
 * Each file that is read costs a quarter of a millisecond, so what is loaded together is one of them.
 * @param {readonly import("./bundles.mjs").Part[]} parts
 * @returns {import("rolldown").CodeSplittingOptions}
 */
function inParts(parts) {
  /** @type {Map<string, string> | undefined} */
  let partOf;
  /** @type {import("rolldown").CodeSplittingNameFunction} */
  const name = (id, context) => (partOf ??= assign(parts, context)).get(id) ?? null;
  return { includeDependenciesRecursively: false, groups: [{ name, debugName: "parts" }] };
}

/**
 * @param {readonly import("./bundles.mjs").Part[]} parts
 * @param {import("rolldown").ChunkingContext} context
 */
function assign(parts, context) {
  /** @type {Map<string, string>} */
  const partOf = new Map();
  // What the command line alone always loads stays with it; the other entries are files of their own anyway.
  const main = importedBy([ENTRIES["main"] ?? ""], context);
  const entries = new Set(Object.values(ENTRIES).map((source) => join(ROOT, source)));
  for (const { name, sources, except = [], isShared = false } of parts) {
    const outside = importedBy(except, context);
    for (const id of importedBy(sources, context)) {
      if ((main.has(id) && !isShared) || entries.has(id) || outside.has(id) || partOf.has(id))
        continue;
      partOf.set(id, name);
    }
  }
  return partOf;
}

/**
 * These sources and all that they import, not counting what is loaded late.
 * @param {readonly string[]} sources
 * @param {import("rolldown").ChunkingContext} context
 */
function importedBy(sources, context) {
  const found = new Set(sources.map((source) => join(ROOT, source)));
  for (const id of found) {
    for (const next of context.getModuleInfo(id)?.importedIds ?? []) found.add(next);
  }
  return found;
}

/**
 * Maps are written for where the files will lie, not for where they are built.
 * @param {string} source relative to the map
 * @param {string} map
 * @param {string} target
 */
function published(source, map, target) {
  const absolute = join(dirname(map), source);
  const final = join(ROOT, "dist", relative(target, dirname(map)));
  return relative(final, absolute);
}

/** @param {string} id */
function isExternal(id) {
  if (id.startsWith(".") || id.startsWith("/") || id.startsWith("\0") || /^[A-Za-z]:[\\/]/.test(id))
    return false;
  return !BUNDLED_PACKAGES.some((name) => id === name || id.startsWith(`${name}/`));
}

/**
 * What went wrong, without the bundler's colours where nobody sees them.
 * @param {unknown} error
 */
export function messageOf(error) {
  const message = error instanceof Error ? error.message : String(error);
  return process.stderr.isTTY ? message : stripVTControlCharacters(message);
}

/**
 * The licences of what the bundles contain ask to travel with it.
 * @param {string} target
 * @param {readonly string[]} sources files that went into the bundles
 */
function writeLicenses(target, sources) {
  const names = sources.flatMap((file) => PACKAGE_PATH.exec(file.split(sep).join("/"))?.[1] ?? []);
  const texts = [...new Set(names)].sort().map((name) => {
    const folder = join(ROOT, "node_modules", name);
    const { version } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
    const file = readdirSync(folder).find((entry) => /^licen[cs]e/i.test(entry));
    if (file === undefined) throw new Error(`${name} has no licence file`);
    return `${name} ${version}\n\n${readFileSync(join(folder, file), "utf8").trim()}\n`;
  });
  writeFileSync(join(target, "licenses.txt"), texts.join(`\n${"-".repeat(80)}\n\n`));
}

/** @param {string} target */
function swap(target) {
  const dist = join(ROOT, "dist");
  const old = `${target}-old`;
  if (existsSync(dist)) renameSync(dist, old);
  renameSync(target, dist);
  // A command that runs may be writing into it what V8 made of its code.
  rmSync(old, { recursive: true, force: true, maxRetries: 5 });
}

/** @param {string} folder */
function filesBelow(folder) {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(ROOT, join(entry.parentPath, entry.name)));
}

if (isMain(import.meta.url)) {
  const start = performance.now();
  try {
    const isBuilt = await build({ force: process.argv.includes("--force") });
    const seconds = ((performance.now() - start) / 1000).toFixed(1);
    console.error(isBuilt ? `built dist/ in ${seconds} s` : "dist/ is up to date");
  } catch (error) {
    console.error(`build failed: ${messageOf(error)}`);
    process.exitCode = 1;
  }
}
