// What step code records with an experiment tracker: gathered here, handed on in groups. Knows neither the
// tracker's tool nor where the step is executed.
import type { Json, JsonRecord } from "../../domain/entities/fields.js";
import { ZenError } from "../../domain/errors.js";
import type {
  ExperimentTracker,
  TrackedMetric,
  TrackedRun,
} from "../../stack/experiment-tracker.js";
import { assertNames, assertNumbers, assertTexts, isName } from "./check-entries.js";

/** What a step records for comparing it with others. Errors: `step_failed` when it names no tracker. */
export interface StepExperiment {
  /** What was chosen for this attempt: params, seeds, versions. */
  logParams(params: Readonly<Record<string, Json>>): void;
  /** @param step place of the values in their order; default: one more than the last of each metric */
  logMetrics(metrics: Readonly<Record<string, number>>, step?: number): void;
  setTags(tags: Readonly<Record<string, string>>): void;
}

export interface ExperimentOf {
  /** Name of the component. */
  readonly tracker: string;
  readonly run: TrackedRun;
}

export interface RecordingOptions {
  readonly of: ExperimentOf;
  readonly open: () => Promise<ExperimentTracker>;
  /** Those of the step, which are recorded before it says anything. */
  readonly params?: JsonRecord | undefined;
  /** Told once when the tracker fails: the step goes on. */
  readonly onProblem: (problem: string) => void;
  readonly now?: () => number;
}

/** So many entries, or what came in this time, are handed on together. */
const MOST_ENTRIES = 1000;
const GATHER_MS = 1000;

export class RecordedExperiment implements StepExperiment {
  readonly #options: RecordingOptions;
  readonly #params: JsonRecord = {};
  readonly #tags: Record<string, string> = {};
  readonly #latest = new Map<string, TrackedMetric>();
  #gathered = emptyEntries();
  #count = 0;
  #timer: NodeJS.Timeout | undefined;
  #sent: Promise<void> = Promise.resolve();
  #problem: string | undefined;

  constructor(options: RecordingOptions) {
    this.#options = options;
    const params = Object.entries(options.params ?? {}).filter(([name]) => isName(name));
    this.logParams(Object.fromEntries(params));
  }

  logParams(params: Readonly<Record<string, Json>>): void {
    assertNames("params", params);
    Object.assign(this.#params, params);
    Object.assign(this.#gathered.params, params);
    this.#add(Object.keys(params).length);
  }

  logMetrics(metrics: Readonly<Record<string, number>>, step?: number): void {
    assertNames("metrics", metrics);
    assertNumbers(metrics, step);
    const time = (this.#options.now ?? Date.now)();
    for (const [name, value] of Object.entries(metrics)) {
      const metric = { name, value, step: step ?? this.#next(name), time };
      this.#latest.set(name, metric);
      this.#gathered.metrics.push(metric);
    }
    this.#add(Object.keys(metrics).length);
  }

  setTags(tags: Readonly<Record<string, string>>): void {
    assertNames("tags", tags);
    assertTexts(tags);
    Object.assign(this.#tags, tags);
    Object.assign(this.#gathered.tags, tags);
    this.#add(Object.keys(tags).length);
  }

  /** Resolves when all is handed on; never rejects. */
  async end(): Promise<void> {
    this.#send();
    await this.#sent;
  }

  /** What the step's own record keeps: of each metric the newest value. */
  get facts(): JsonRecord {
    const { tracker, run } = this.#options.of;
    const metrics = [...this.#latest.values()];
    return {
      tracker,
      id: run.id,
      ...(run.url === undefined ? {} : { url: run.url }),
      params: { ...this.#params },
      metrics: Object.fromEntries(metrics.map(({ name, value }) => [name, shown(value)])),
      tags: { ...this.#tags },
      ...(this.#problem === undefined ? {} : { problem: this.#problem }),
    };
  }

  #next(name: string): number {
    const latest = this.#latest.get(name);
    return latest === undefined ? 0 : latest.step + 1;
  }

  #add(count: number): void {
    this.#count += count;
    if (this.#count >= MOST_ENTRIES) this.#send();
    else if (this.#count > 0) this.#timer ??= setTimeout(this.#send, GATHER_MS).unref();
  }

  readonly #send = (): void => {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    if (this.#count === 0) return;
    const entries = this.#gathered;
    this.#gathered = emptyEntries();
    this.#count = 0;
    const { open, of } = this.#options;
    this.#sent = this.#sent
      .then(async () => (await open()).record(of.run.id, entries))
      .catch((error: unknown) => this.#fail(error));
  };

  #fail(error: unknown): void {
    if (this.#problem !== undefined) return;
    this.#problem = error instanceof Error ? error.message : String(error);
    this.#options.onProblem(this.#problem);
  }
}

/** JSON has no other numbers. */
function shown(value: number): Json {
  return Number.isFinite(value) ? value : String(value);
}

interface Gathered {
  readonly params: JsonRecord;
  readonly metrics: TrackedMetric[];
  readonly tags: Record<string, string>;
}

function emptyEntries(): Gathered {
  return { params: {}, metrics: [], tags: {} };
}

/** Of a step that names no tracker: what it records would be nowhere. */
export function untracked(step: string): StepExperiment {
  const refuse = (): never => {
    throw new ZenError(
      "step_failed",
      `Step '${step}' records an experiment, but names no tracker.`,
      {
        hint: 'Give it one of the stack: step("train", { experiment_tracker: "NAME" }, …)',
      },
    );
  };
  return { logParams: refuse, logMetrics: refuse, setTags: refuse };
}
