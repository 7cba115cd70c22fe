// Reads a bundle once and notes what each step's code consists of. Knows nothing of runs.
import { isBuiltin } from "node:module";
import { analyze } from "./analyze.js";
import type { Analysis } from "./analyze.js";
import { INDEX_FORMAT, unknownCode } from "./code-index-data.js";
import type { CodeIndexData, IndexedItem, IndexedStep } from "./code-index-data.js";
import { effectsOf } from "./effects.js";
import type { Effects } from "./effects.js";
import { readModule } from "./module-model.js";
import type { ModuleModel } from "./module-model.js";
import { Purity, withHandles } from "./syntax/purity.js";
import { stepCalls } from "./step-calls.js";
import type { StepCall } from "./step-calls.js";

export interface IndexOptions {
  readonly text: string;
  /** Position in the source and original name of what stands at a position (from 0) of the text. */
  readonly original: (line: number, column: number) => OriginalPlace | undefined;
  /** Whether an import means this package. */
  readonly isOwnPackage: (specifier: string) => boolean;
}

export interface OriginalPlace {
  readonly name: string | undefined;
  /** Relative to the project. */
  readonly file: string;
  /** From 1. */
  readonly line: number;
  readonly column: number;
}

interface Reading {
  readonly model: ModuleModel;
  readonly purity: Purity;
  readonly places: Places;
  readonly isOwnPackage: (specifier: string) => boolean;
}

/** Never throws: a bundle that cannot be read is code that cannot be cached. */
export function indexBundle(options: IndexOptions): CodeIndexData {
  try {
    return indexModule(options);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return unknownCode(`the code could not be analysed (${reason})`);
  }
}

function indexModule({ text, original, isOwnPackage }: IndexOptions): CodeIndexData {
  const places = new Places(text, original);
  const read = readModule({ text, originalName: (offset) => places.originalName(offset) });
  const model = withHandles(read, isOwnPackage);
  const reading = { model, purity: new Purity(model, isOwnPackage), places, isOwnPackage };
  const analyses = model.items.map((item) =>
    analyze(item.nodes, { model, purity: reading.purity, scope: model.scope }),
  );
  const effects = effectsOf(model, analyses);
  const ordered = new Set([...effects.changers.values()].flatMap((changers) => [...changers]));
  return {
    format: INDEX_FORMAT,
    items: model.items.map((_, index) =>
      indexedItem(index, analyses, { ...reading, effects, ordered }),
    ),
    steps: stepCalls(model, reading.purity).map((call) => indexedStep(call, reading)),
    always: { items: [...effects.global], packages: packagesOf(model.bareImports, reading) },
    package_changes: Object.fromEntries(
      [...effects.packageChangers]
        .filter(([specifier]) => !isOwnPackage(specifier) && !isBuiltin(specifier))
        .map(([specifier, changers]) => [specifier, [...changers]]),
    ),
    failure: null,
  };
}

function indexedItem(
  index: number,
  analyses: readonly Analysis[],
  reading: Reading & { readonly effects: Effects; readonly ordered: ReadonlySet<number> },
): IndexedItem {
  const item = reading.model.items[index];
  const analysis = analyses[index];
  if (item === undefined || analysis === undefined) throw new RangeError(`no item ${index}`);
  const deps = new Set([...itemsOf(analysis.names, reading.model)]);
  for (const changer of reading.effects.changers.get(index) ?? []) deps.add(changer);
  deps.delete(index);
  return {
    key: item.key,
    hash: analysis.hash,
    deps: [...deps],
    packages: packagesOf(analysis.specifiers, reading),
    uncacheable: analysis.uncacheable === null ? null : `'${item.key}' ${analysis.uncacheable}`,
    is_ordered: reading.ordered.has(index),
  };
}

function indexedStep(call: StepCall, reading: Reading): IndexedStep {
  const { model, purity, places } = reading;
  const analysis = analyze(call.nodes, { model, purity, scope: call.scope });
  return {
    name: call.name,
    file: model.items[call.item]?.file ?? "",
    hash: analysis.hash,
    deps: itemsOf(analysis.names, model),
    packages: packagesOf(analysis.specifiers, reading),
    uncacheable:
      capture(analysis.captured, places) ??
      repetition(call, analysis, model) ??
      analysis.uncacheable,
    maker: call.maker,
    item: call.item,
    takes_name: capturesParameters(call, analysis),
    bundle: call.offsets.map((offset) => places.position(offset)),
    source: call.offsets.flatMap((offset) => places.source(offset)),
  };
}

function capture(captured: ReadonlyMap<string, number>, places: Places): string | undefined {
  if (captured.size === 0) return undefined;
  const original = [...captured].map(([name, offset]) => places.originalName(offset) ?? name);
  const names = original.map((name) => `'${name}'`).join(", ");
  const [variables, it] = captured.size === 1 ? ["a variable", "it"] : ["variables", "them"];
  return `uses ${names}, ${variables} of the function around it; pass ${it} as a param`;
}

/** What is computed anew each time that a step is made may be another thing each time. */
function repetition(call: StepCall, analysis: Analysis, model: ModuleModel): string | undefined {
  const isOnce = call.scope === model.scope && model.items[call.item]?.isStatement === false;
  if (isOnce || !analysis.hasEffects) return undefined;
  return "is made of what a call returns, in code that may run more than once; make it at the top level of the file";
}

function capturesParameters({ parameters, scope }: StepCall, analysis: Analysis): boolean {
  if (parameters === undefined) return false;
  return [...analysis.captured.keys()].every((name) => scope.find(name) === parameters);
}

function itemsOf(names: Iterable<string>, model: ModuleModel): number[] {
  const indices = new Set<number>();
  for (const name of names) {
    const index = model.itemOf.get(name);
    if (index !== undefined) indices.add(index);
  }
  return [...indices];
}

/** This package is left out: what it writes is named by materializer, whatever its version. */
function packagesOf(specifiers: Iterable<string>, { isOwnPackage }: Reading): string[] {
  return [...new Set(specifiers)].filter((one) => !isOwnPackage(one));
}

/** Offsets in the bundle as lines and columns, of the bundle and of the source. */
class Places {
  readonly #starts: number[] = [0];
  readonly #original: IndexOptions["original"];

  constructor(text: string, original: IndexOptions["original"]) {
    for (let at = text.indexOf("\n"); at >= 0; at = text.indexOf("\n", at + 1)) {
      this.#starts.push(at + 1);
    }
    this.#original = original;
  }

  position(offset: number): string {
    const [line, column] = this.#at(offset);
    return `${line + 1}:${column + 1}`;
  }

  source(offset: number): string[] {
    const place = this.#original(...this.#at(offset));
    return place === undefined ? [] : [`${place.file}:${place.line}:${place.column}`];
  }

  originalName(offset: number): string | undefined {
    return this.#original(...this.#at(offset))?.name;
  }

  #at(offset: number): [number, number] {
    let low = 0;
    let high = this.#starts.length;
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if ((this.#starts[middle] ?? 0) <= offset) low = middle;
      else high = middle;
    }
    return [low, offset - (this.#starts[low] ?? 0)];
  }
}
