// Which files of the person's own a Python script may execute, read from the text: every import that
// could lead to a file beside it, transitively. Where the text does not say, all files beside it count.
import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { basename, dirname, extname, join, sep } from "node:path";

export interface LocalModules {
  /** Absolute paths, with the script itself. */
  readonly files: readonly string[];
  /** Why these need not be all; undefined when they are. */
  readonly uncacheable: string | undefined;
}

/** What makes imports at run time, by names that no text has. */
const DYNAMIC = /\b(?:importlib|__import__|runpy|pkgutil|exec|eval|execfile|imp|zipimport)\b/;
/** What lets imports come from anywhere. */
const ELSEWHERE =
  /\bsys\s*\.\s*(?:path|meta_path|path_hooks)\b|\bfrom\s+sys\s+import\b[^\n]*\bpath\b|\baddsitedir\b/;
/** More files than any script's folder of modules has. */
const MOST_FILES = 5000;
const CODE = new Set([".py", ".so", ".pyd", ".pyc", ".pyx"]);
const NOT_CODE = new Set(["node_modules", "__pycache__", "site-packages", "dist-packages"]);

/** `roots`: folders that imports are looked for in, besides the script's own. */
export function localModules(script: string, roots: readonly string[] = []): LocalModules {
  const folder = dirname(script);
  const search = [folder, ...roots];
  const files = new Set<string>();
  const waiting = [script];
  for (let file = waiting.pop(); file !== undefined; file = waiting.pop()) {
    if (files.has(file)) continue;
    files.add(file);
    if (files.size > MOST_FILES) return { files: [...files], uncacheable: tooMany(folder) };
    if (extname(file) !== ".py") continue;
    const text = readFileSync(file, "utf8").replaceAll(/\\\r?\n/g, " ");
    if (ELSEWHERE.test(text)) {
      return {
        files: [...files],
        uncacheable: `'${basename(file)}' changes where Python imports from`,
      };
    }
    if (DYNAMIC.test(text)) waiting.push(...codeBelow(folder));
    for (const name of importedNames(text)) waiting.push(...resolveImport(name, file, search));
  }
  return { files: [...files].sort(), uncacheable: undefined };
}

const FROM = /\bfrom\s+(\.*[\p{L}\p{N}_.]*)\s+import\s+(\([^)]*\)|[^\n;#]*)/gu;
const IMPORT = /\bimport\s+([\p{L}_][^\n;#]*)/gu;

/** Dotted names, with leading dots for relative ones; more than there are, where text only looks like code. */
function importedNames(text: string): Set<string> {
  const names = new Set<string>();
  for (const [, from = "", list = ""] of text.matchAll(FROM)) {
    names.add(from);
    const separator = from === "" || from.endsWith(".") ? "" : ".";
    for (const one of listed(list)) names.add(`${from}${separator}${one}`);
  }
  for (const [, list = ""] of text.matchAll(IMPORT)) for (const one of listed(list)) names.add(one);
  return names;
}

function listed(list: string): string[] {
  return list
    .replaceAll(/#[^\n]*/g, "")
    .replaceAll(/[()]/g, " ")
    .split(",")
    .map((one) => one.trim().split(/\s/)[0] ?? "")
    .filter((one) => /^[\p{L}_][\p{L}\p{N}_.]*$/u.test(one));
}

/** All files that importing the name executes or may reach: a package counts as a whole. */
function resolveImport(name: string, from: string, roots: readonly string[]): string[] {
  const dots = /^\.*/.exec(name)?.[0].length ?? 0;
  const parts = name
    .slice(dots)
    .split(".")
    .filter((part) => part !== "");
  const starts = dots === 0 ? roots : [join(dirname(from), ...Array<string>(dots - 1).fill(".."))];
  return starts.flatMap((start) => {
    const [first] = parts;
    if (first === undefined) return filesAt(join(start, "__init__"));
    const folder = join(start, first);
    return [...filesAt(folder), ...(isFolder(folder) ? codeBelow(folder) : [])];
  });
}

/** The module of that path without its ending: Python's own, or a compiled one. */
function filesAt(path: string): string[] {
  const folder = dirname(path);
  const stem = basename(path);
  if (existsSync(`${path}.py`)) return [`${path}.py`];
  if (!isFolder(folder)) return [];
  return readdirSync(folder)
    .filter((file) => file.startsWith(`${stem}.`) && CODE.has(extname(file)))
    .map((file) => join(folder, file));
}

function codeBelow(folder: string): string[] {
  const found: string[] = [];
  const waiting = [folder];
  for (
    let path = waiting.pop();
    path !== undefined && found.length <= MOST_FILES;
    path = waiting.pop()
  ) {
    for (const entry of readdirSync(path, { withFileTypes: true })) {
      if (entry.name.startsWith(".") || NOT_CODE.has(entry.name)) continue;
      const own = join(path, entry.name);
      if (entry.isFile() && CODE.has(extname(entry.name))) found.push(own);
      else if (isFolder(own) && !existsSync(join(own, "pyvenv.cfg"))) waiting.push(own);
    }
  }
  return found;
}

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
}

function tooMany(folder: string): string {
  return `there are more than ${MOST_FILES} files of Python below '${folder}${sep}'`;
}
