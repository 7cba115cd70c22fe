// Finds what was noted about a step's code: by the place of the call that made it, which also tells
// steps of one name apart; else by name.
import { relative, sep } from "node:path";
import type { SourceLocation } from "../../domain/graph.js";
import type { StepDefinition } from "../definition.js";
import { originalPosition } from "../tracing/original-position.js";
import type { IndexedStep } from "./code-index-data.js";

export interface StepFinderOptions {
  /** The bundle that runs; undefined when the sources run. */
  readonly bundleFile: string | undefined;
  readonly projectRoot: string;
}

export class StepFinder {
  readonly #steps: readonly IndexedStep[];
  readonly #options: StepFinderOptions;
  readonly #byPlace = new Map<string, IndexedStep[]>();

  constructor(steps: readonly IndexedStep[], options: StepFinderOptions) {
    this.#steps = steps;
    this.#options = options;
    for (const step of steps) {
      for (const place of [...step.bundle, ...step.source]) {
        const known = this.#byPlace.get(place);
        if (known === undefined) this.#byPlace.set(place, [step]);
        else if (!known.includes(step)) known.push(step);
      }
    }
  }

  /** Several: one of them it is. None: the code is not known. */
  find({ name, source }: StepDefinition): readonly IndexedStep[] {
    if (source === null) return this.#named(name);
    const isBundled = source.file === this.#options.bundleFile;
    const line = isBundled ? `${source.line}` : this.#sourceLine(source);
    const column = isBundled ? source.column : originalPosition(source).column;
    const exact = this.#byPlace.get(`${line}:${column}`);
    if (exact !== undefined) return this.#madeBy(exact, name);
    const nearby = this.#steps.filter((one) =>
      (isBundled ? one.bundle : one.source).some((place) => place.startsWith(`${line}:`)),
    );
    if (nearby.length === 1) return this.#madeBy(nearby, name);
    return isBundled ? [] : this.#named(name);
  }

  #sourceLine(source: SourceLocation): string {
    const { file, line } = originalPosition(source);
    return `${relative(this.#options.projectRoot, file).split(sep).join("/")}:${line}`;
  }

  #named(name: string): readonly IndexedStep[] {
    return this.#steps.filter((one) => one.name === name && one.maker === null);
  }

  /**
   * A function of the person's own may make steps: `trainer("big", …)`. What it captures are then its
   * arguments, and the call that names the step holds them all; if no other call can have that name.
   */
  #madeBy(found: readonly IndexedStep[], name: string): readonly IndexedStep[] {
    const [only, ...others] = found;
    if (only === undefined || others.length > 0) return found;
    if (only.uncacheable === null || !only.takes_name) return found;
    const calls = this.#steps.filter(({ maker }) => maker === only.item);
    const named = calls.filter((one) => one.name === name);
    const isCertain = calls.every((one) => one.name !== null);
    return named.length === 1 && isCertain ? named : found;
  }
}
