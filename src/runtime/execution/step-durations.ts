// How long steps of a bundle have taken lately, kept beside it: what is known to be short needs no thread.
import { readFileSync, renameSync, writeFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import * as z from "zod/mini";
import type { StepTask } from "../step-task.js";

const FILE = "durations.json";
/** Steps as short as this may run in the process that keeps the record: nobody notices that it computes. */
const SHORT_MS = 25;
/** One that has the run for itself may take so long there: nothing else waits for that process. */
const BEARABLE_MS = 250;
/** How much the newest counts. */
const WEIGHT = 0.25;
/** How fast the quickest is forgotten. */
const FORGETTING = 0.8;

/** More than these are quicker learned again than read. */
const MOST = 2000;

const Kept = z.strictObject({
  /** Name of the bundle's file, which has a hash of its content. */
  bundle: z.string(),
  /** Milliseconds by step and params. */
  steps: z.record(z.string(), z.number()),
  /** How many that take long lay side by side at most. */
  width: z.int().check(z.positive()),
});
type Kept = z.infer<typeof Kept>;
type Known = Pick<Kept, "steps" | "width">;

const NOTHING: Known = { steps: {}, width: 1 };

/** How many steps of a graph lie side by side at most, of those whose definition counts. */
type WidthOf = (counts: (definition: string) => boolean) => number;

export class StepDurations {
  readonly #bundleFile: string;
  readonly #usual: Map<string, number>;
  /** What each takes at least, lately: one that was interrupted says nothing about the next. */
  readonly #least = new Map<string, number>();
  #width: number;
  #widthOf: WidthOf | undefined;
  #isChanged = false;

  constructor(bundleFile: string, known: Known = NOTHING) {
    this.#bundleFile = bundleFile;
    this.#usual = new Map(Object.entries(known.steps));
    this.#width = known.width;
  }

  /** What was kept of the last run of the same code; nothing where that is missing or damaged. */
  static read(bundleFile: string): StepDurations {
    try {
      const text = readFileSync(join(dirname(bundleFile), FILE), "utf8");
      const kept = Kept.safeParse(JSON.parse(text));
      const isSame = kept.success && kept.data.bundle === basename(bundleFile);
      return new StepDurations(bundleFile, isSame ? kept.data : NOTHING);
    } catch {
      return new StepDurations(bundleFile);
    }
  }

  /** By the graph that is executed, once it is known. */
  measureBy(widthOf: WidthOf): void {
    this.#widthOf = widthOf;
  }

  /** How many threads are of use from the start; none where every step is short, one where none is known. */
  get threads(): number {
    if (this.#usual.size === 0) return 1;
    const [width, longest] = [this.#longWidth, Math.max(...this.#longest().values())];
    return longest <= (width === 1 ? BEARABLE_MS : SHORT_MS) ? 0 : width;
  }

  /** How many steps that take long lie side by side; of the last run while the graph is not known. */
  get #longWidth(): number {
    if (this.#widthOf === undefined) return this.#width;
    const longest = this.#longest();
    const width = this.#widthOf((definition) => (longest.get(definition) ?? Infinity) > SHORT_MS);
    return Math.max(1, Math.min(width, MOST));
  }

  /** By definition, whatever params it was given; one that was interrupted once is no longer for that. */
  #longest(): ReadonlyMap<string, number> {
    const longest = new Map<string, number>();
    for (const [key, usual] of this.#usual) {
      const duration = Math.min(usual, this.#least.get(key) ?? usual);
      const definition = key.slice(0, key.indexOf(" {"));
      longest.set(definition, Math.max(duration, longest.get(definition) ?? 0));
    }
    return longest;
  }

  /** Milliseconds that a step is likely to take; undefined: not known. */
  usual(task: StepTask): number | undefined {
    return this.#usual.get(keyOf(task));
  }

  /** What it takes at least; undefined: not known to be short. */
  short(task: StepTask): number | undefined {
    const key = keyOf(task);
    const usual = this.#usual.get(key);
    if (usual === undefined || usual > SHORT_MS) return undefined;
    return Math.min(usual, this.#least.get(key) ?? usual);
  }

  /** Whether it may run in the process that keeps the record while nothing else is under way. */
  isBearable(task: StepTask): boolean {
    return (this.usual(task) ?? Infinity) <= BEARABLE_MS;
  }

  learn(task: StepTask, duration: number): void {
    const key = keyOf(task);
    const before = this.#usual.get(key) ?? duration;
    this.#usual.set(key, before + (duration - before) * WEIGHT);
    const least = this.#least.get(key) ?? duration;
    this.#least.set(key, Math.min(duration, least / FORGETTING));
    this.#isChanged = true;
  }

  /** A step that did not complete says nothing about one that does. */
  forget(task: StepTask): void {
    this.#isChanged = this.#usual.delete(keyOf(task)) || this.#isChanged;
  }

  /** What could not be kept only costs a thread the next time. */
  keep(): void {
    const width = this.#longWidth;
    const isChanged = this.#isChanged || width !== this.#width;
    if (!isChanged || this.#usual.size > MOST) return;
    const path = join(dirname(this.#bundleFile), FILE);
    const temporary = `${path}.${process.pid}`;
    const kept: Kept = {
      bundle: basename(this.#bundleFile),
      steps: Object.fromEntries(this.#usual),
      width,
    };
    try {
      writeFileSync(temporary, JSON.stringify(kept));
      renameSync(temporary, path);
    } catch {
      return;
    }
  }
}

/** The same step may take a second with one param and an hour with another. */
function keyOf({ step, params }: StepTask): string {
  return `${step.definition} ${JSON.stringify(params)}`;
}
