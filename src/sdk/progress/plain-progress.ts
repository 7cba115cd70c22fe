// Tells a run line by line: for pipes, logs and runs from code. Nothing is ever redrawn. How the run
// ended is the answer, which the caller gives.
import type { Failure } from "../../domain/entities/run.js";
import { nodesIn } from "../../domain/graph-nodes.js";
import type { Graph } from "../../domain/graph.js";
import type { Status } from "../../domain/status.js";
import type { RunEvent, RunListener } from "../../runtime/run-events.js";
import { formatDuration } from "../../util/format-duration.js";
import { ITEMS_FAILED } from "../../runtime/run-events.js";
import { MapProgress, describeMap } from "./map-progress.js";
import { failureLines, startLines } from "./run-lines.js";
import { NO_PAINT, stepLine } from "./step-line.js";
import type { Paint } from "./step-line.js";

type StepEnded = Extract<RunEvent, { type: "step_ended" }>;
type Retrying = Extract<RunEvent, { type: "step_retrying" }>;

export interface ProgressOptions {
  readonly write: (line: string) => void;
  readonly paint?: Paint;
  /** Also say when a step starts. */
  readonly verbose?: boolean;
}

const MAX_NAME_WIDTH = 40;
/** Of the failures of one map's items, so many are told in full. */
const FAILURES_OF_A_MAP = 3;
/** A map is told of each time another tenth of it has ended. */
const PARTS = 10;

/** Columns that the names of a graph's steps and maps need. */
export function nameWidth(graph: Graph): number {
  return Math.min(
    MAX_NAME_WIDTH,
    Math.max(...nodesIn(graph, undefined).map(({ name }) => name.length)),
  );
}

export function plainProgress(options: ProgressOptions): RunListener {
  const progress = new PlainProgress(options);
  return (event) => {
    for (const line of progress.lines(event)) options.write(line);
  };
}

class PlainProgress {
  readonly #paint: Paint;
  readonly #isVerbose: boolean;
  readonly #maps = new MapProgress();
  #graph: Graph | undefined;
  #width = 0;

  constructor({ paint = NO_PAINT, verbose = false }: ProgressOptions) {
    this.#paint = paint;
    this.#isVerbose = verbose;
  }

  lines(event: RunEvent): readonly string[] {
    this.#maps.receive(event);
    if ("isRestored" in event && event.isRestored === true) return [];
    switch (event.type) {
      case "run_started":
        this.#graph = event.graph;
        this.#width = nameWidth(event.graph);
        return startLines(event);
      case "step_started":
        return this.#isVerbose ? [this.#line(event.step, "running")] : [];
      case "step_retrying":
        return [this.#line(event.step, "retrying", { note: retryNote(event) })];
      case "step_ended":
        return event.map === undefined ? this.#stepEnded(event) : this.#itemEnded(event, event.map);
      case "map_started":
        return [this.#line(event.map, "running", { note: `${event.items} items` })];
      case "map_ended":
        return [
          this.#line(event.map, event.status, { ...event, note: this.#note(event.map) }),
          // What its items failed with was told with them.
          ...(event.failure?.name === ITEMS_FAILED ? [] : this.#failure(event.failure)),
        ];
      case "log":
        return [`${this.#paint(`[${event.line.step}]`, "dim")} ${event.line.text}`];
      case "run_ended":
        return [];
    }
  }

  #stepEnded(event: StepEnded): readonly string[] {
    const { duration_ms, failure } = event;
    return [this.#line(event.step, event.status, { duration_ms }), ...this.#failure(failure)];
  }

  /** Items are told as a whole, but for the first that fail. */
  #itemEnded({ status, failure, step, duration_ms }: StepEnded, map: string): readonly string[] {
    const state = this.#maps.get(map);
    if (failure !== null && (state?.counts.failed ?? 0) <= FAILURES_OF_A_MAP) {
      return [this.#line(step, status, { duration_ms }), ...this.#failure(failure)];
    }
    if (this.#isVerbose) return [this.#line(step, status, { duration_ms })];
    const part = Math.ceil((state?.items ?? 0) / PARTS);
    const isDue = state !== undefined && state.ended < state.items && state.ended % part === 0;
    return isDue ? [this.#line(map, "running", { note: this.#note(map) })] : [];
  }

  #note(map: string): string | undefined {
    const state = this.#maps.get(map);
    return state === undefined ? undefined : describeMap(state);
  }

  #failure(failure: Failure | null): readonly string[] {
    return failure === null || this.#graph === undefined ? [] : failureLines(failure, this.#graph);
  }

  #line(
    name: string,
    status: Status,
    {
      duration_ms = null,
      note,
    }: { readonly duration_ms?: number | null; readonly note?: string | undefined } = {},
  ): string {
    return stepLine({ name, status, duration_ms, note }, this.#width, this.#paint);
  }
}

/** Example: `attempt 1 failed, the next in 2.00 s: Error: no answer`. */
export function retryNote({ attempt, delay_ms, failure }: Retrying): string {
  const why = failure === null ? "" : `: ${failure.name}: ${failure.message.split("\n", 1)[0]}`;
  return `attempt ${attempt} failed, the next in ${formatDuration(delay_ms)}${why}`;
}
