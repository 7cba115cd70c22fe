// What the executable calls: loads the command line, with what V8 made of its code before. It may know
// files of code, and of commands only their words.
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type * as CommandLine from "../main.js";
import { codeLoader } from "./code-loader.js";
import { CompiledCode } from "./compiled-code.js";

/** Runs the command that the words of this process name. */
export async function start(): Promise<void> {
  const words = process.argv.slice(2);
  const compiled = isPlainNode() ? CompiledCode.find(import.meta.dirname, words) : undefined;
  const load = codeLoader(import.meta.dirname, compiled);
  // The build made it of that very source.
  const { answer, wordsOfCommand } = load("main.cjs") as typeof CommandLine;
  await answer(words);
  if (process.exitCode !== 0 || compiled?.isWorthSaving(process.uptime() * 1000) !== true) return;
  const named = await wordsOfCommand(words);
  if (named !== undefined) compiled.save(named);
}

/** What workers of a run begin with: the code that executes steps, as `zenml run` left it. */
export function startWorker(): void {
  const compiled = isPlainNode() ? CompiledCode.find(import.meta.dirname, ["run"]) : undefined;
  codeLoader(import.meta.dirname, compiled)("serve.cjs");
  // What most files of persons import first, while they are still being bundled.
  const library = pathToFileURL(join(import.meta.dirname, "..", "index.js"));
  import(library.href).catch(() => undefined);
}

/** Options of Node change what V8 makes of code, or are there to watch it. */
function isPlainNode(): boolean {
  const { NODE_OPTIONS, NODE_V8_COVERAGE, NODE_DISABLE_COMPILE_CACHE } = process.env;
  const asked = [NODE_OPTIONS, NODE_V8_COVERAGE, NODE_DISABLE_COMPILE_CACHE].some(Boolean);
  return !asked && process.execArgv.length === 0;
}
