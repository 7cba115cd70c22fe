import { readFileSync } from "node:fs";
import { Module, createRequire } from "node:module";
import { join } from "node:path";
import type { CompiledCode } from "./compiled-code.js";

/** Loads a file of the folder of code, with all that it requires; gives what it exports. */
export type LoadCode = (name: string) => unknown;

type Evaluate = (...scope: readonly unknown[]) => void;

const BEFORE = "(function (exports, require, module, __filename, __dirname) { ";
const AFTER = "\n})";
/** Built-ins that few calls use, a millisecond each: loaded when something of them is used. */
const LATE: ReadonlySet<string> = new Set([
  "node:child_process",
  "node:net",
  "node:readline",
  "node:readline/promises",
  "node:v8",
  "node:worker_threads",
]);
/** The one file with an `import()`: V8 forgets where those of compiled code go to. */
const IMPORTING = "./import.cjs";

/**
 * Does what Node's `require` does, but for searching the disk for files whose place is known. Node's own
 * `require` and `import` find what it has loaded, so that nothing is there twice.
 */
export function codeLoader(folder: string, compiled: CompiledCode | undefined): LoadCode {
  const native = createRequire(join(folder, "main.cjs"));
  if (compiled === undefined) return (name) => native(`./${name}`);
  const load: LoadCode = (name) => {
    const file = join(folder, name);
    const known = native.cache[file];
    if (known !== undefined) return known.exports;
    const module = new Module(file);
    module.filename = file;
    native.cache[file] = module;
    try {
      evaluate(file, module);
    } catch (error) {
      delete native.cache[file];
      throw error;
    }
    module.loaded = true;
    return module.exports;
  };
  const late = (id: string) => new Proxy({}, { get: (_, name) => Reflect.get(native(id), name) });
  const require = (id: string): unknown => {
    if (id.startsWith("./") && id !== IMPORTING) return load(id.slice(2));
    return LATE.has(id) ? late(id) : native(id);
  };
  const evaluate = (file: string, module: NodeJS.Module): void => {
    const source = `${BEFORE}${readFileSync(file, "utf8")}${AFTER}`;
    const script = compiled.compile(file, source, -BEFORE.length);
    // What BEFORE and AFTER make of any text.
    const run = script.runInThisContext() as Evaluate;
    run.call(module.exports, module.exports, require, module, file, folder);
  };
  return load;
}
