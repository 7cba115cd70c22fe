// What V8 made of the code when a command ran before: reading it is quicker than compiling again. It lies
// beside the code: who can change it could change the code, and it goes when the code goes.
import { statSync } from "node:fs";
import { basename, join } from "node:path";
import { Script } from "node:vm";
import { PartsFile, writeParts } from "./parts-file.js";
import type { Part } from "./parts-file.js";

const FOLDER = ".compiled";
const PLAIN_WORD = /^[a-z][a-z-]*$/;
const MOST_WORDS = 3;
/** It is made anew now and then: the first time need not have been a typical one. */
const OLD_MS = 24 * 60 * 60 * 1000;
/** After this long V8 has thrown away what only a start needs. */
const LONG_MS = 10_000;

export class CompiledCode {
  readonly #folder: string;
  /** Open as long as the process: what is needed late is loaded late. */
  readonly #found: PartsFile | undefined;
  readonly #scripts = new Map<string, { readonly stamp: string; readonly script: Script }>();
  #isIncomplete = false;

  /** Of the command that these words name, else of the one whose name they begin with. */
  static find(folder: string, words: readonly string[]): CompiledCode {
    const end = words.findIndex((word) => !PLAIN_WORD.test(word));
    const plain = words.slice(0, end < 0 ? MOST_WORDS : Math.min(end, MOST_WORDS));
    for (let count = plain.length; count >= 0; count--) {
      const found = PartsFile.open(fileOf(folder, plain.slice(0, count)));
      if (found !== undefined) return new CompiledCode(folder, found);
    }
    return new CompiledCode(folder);
  }

  private constructor(folder: string, found?: PartsFile) {
    this.#folder = folder;
    this.#found = found;
  }

  compile(file: string, source: string, columnOffset: number): Script {
    const stamp = stampOf(file);
    const part = this.#found?.part(basename(file));
    const options = { filename: file, columnOffset };
    const script = new Script(
      source,
      part?.stamp === stamp ? { ...options, cachedData: part.data } : options,
    );
    // False where V8 took it; true for that of another version of Node.
    if (script.cachedDataRejected !== false) this.#isIncomplete = true;
    this.#scripts.set(basename(file), { stamp, script });
    return script;
  }

  /** @param age milliseconds since the process began */
  isWorthSaving(age: number): boolean {
    if (this.#found === undefined) return true;
    if (age > LONG_MS) return false;
    return this.#isIncomplete || Date.now() - this.#found.time > OLD_MS;
  }

  /** For the next time; what other calls of that command loaded stays. */
  save(words: readonly string[]): void {
    const file = fileOf(this.#folder, words);
    const parts = new Map<string, Part>();
    const before = PartsFile.open(file);
    for (const name of before?.names ?? []) {
      const part = this.#scripts.has(name) ? undefined : before?.part(name);
      if (part !== undefined) parts.set(name, part);
    }
    before?.close();
    for (const [name, { stamp, script }] of this.#scripts) {
      parts.set(name, { stamp, data: script.createCachedData() });
    }
    writeParts(file, parts);
  }
}

function fileOf(folder: string, words: readonly string[]): string {
  const version = `${process.version}-${process.arch}`;
  return join(folder, FOLDER, version, `${["zenml", ...words].join("_")}.bin`);
}

/** Of two files that look alike neither was written after the other in one place. */
function stampOf(file: string): string {
  const { ctimeMs, size, ino } = statSync(file);
  return `${ctimeMs} ${size} ${ino}`;
}
