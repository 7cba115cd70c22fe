// How long steps of a bundle have taken lately, kept beside it: what is known to be short needs no thread.
import { readFileSync, renameSync, writeFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import * as z from "zod/mini";
import type { StepTask } from "../step-task.js";

const FILE = "durations.json";
/** Steps as short as this may run in the process that keeps the record: nobody notices that it computes. */
const SHORT_MS = 25;
/** How much the newest counts. */
const WEIGHT = 0.25;

/** More than these are quicker learned again than read. */
const MOST = 2000;

const Kept = z.strictObject({
  /** Name of the bundle's file, which has a hash of its content. */
  bundle: z.string(),
  /** Milliseconds by step and params. */
  steps: z.record(z.string(), z.number()),
  /** How many of them lay side by side at most. */
  width: z.int().check(z.positive()),
});
type Kept = z.infer<typeof Kept>;
type Known = Pick<Kept, "steps" | "width">;

const NOTHING: Known = { steps: {}, width: 1 };

export class StepDurations {
  readonly #bundleFile: string;
  readonly #usual: Map<string, number>;
  #width: number;
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

  /** How many steps lie side by side at most, once that is known: kept for the next run. */
  set width(width: number) {
    const finite = Math.min(width, MOST);
    this.#isChanged ||= finite !== this.#width;
    this.#width = finite;
  }

  /** Whether every step that is known is short; false when none is known. */
  get areShort(): boolean {
    if (this.#usual.size === 0) return false;
    return [...this.#usual.values()].every((duration) => duration <= SHORT_MS);
  }

  /** How many threads are of use from the start; none where every step is short, one where none is known. */
  get threads(): number {
    if (this.#usual.size === 0) return 1;
    return this.areShort ? 0 : this.#width;
  }

  /** Milliseconds that a step is likely to take; undefined: not known to be short. */
  short(task: StepTask): number | undefined {
    const usual = this.#usual.get(keyOf(task));
    return usual !== undefined && usual <= SHORT_MS ? usual : undefined;
  }

  learn(task: StepTask, duration: number): void {
    const key = keyOf(task);
    const before = this.#usual.get(key) ?? duration;
    this.#usual.set(key, before + (duration - before) * WEIGHT);
    this.#isChanged = true;
  }

  /** A step that did not complete says nothing about one that does. */
  forget(task: StepTask): void {
    this.#isChanged = this.#usual.delete(keyOf(task)) || this.#isChanged;
  }

  /** What could not be kept only costs a thread the next time. */
  keep(): void {
    if (!this.#isChanged || this.#usual.size > MOST) return;
    const path = join(dirname(this.#bundleFile), FILE);
    const temporary = `${path}.${process.pid}`;
    const kept: Kept = {
      bundle: basename(this.#bundleFile),
      steps: Object.fromEntries(this.#usual),
      width: this.#width,
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
