// Tells a run line by line: for pipes, logs and runs from code. Nothing is ever redrawn. How the run
// ended is the answer, which the caller gives.
import type { Graph } from "../../domain/graph.js";
import type { RunEvent, RunListener } from "../../runtime/run-events.js";
import { failureLines, startLines } from "./run-lines.js";
import { NO_PAINT, stepLine } from "./step-line.js";
import type { Paint } from "./step-line.js";

export interface ProgressOptions {
  readonly write: (line: string) => void;
  readonly paint?: Paint;
  /** Also say when a step starts. */
  readonly verbose?: boolean;
}

const MAX_NAME_WIDTH = 40;

/** Columns that the names of a graph's steps need. */
export function nameWidth(graph: Graph): number {
  return Math.min(MAX_NAME_WIDTH, Math.max(...graph.steps.map((step) => step.name.length)));
}

export function plainProgress(options: ProgressOptions): RunListener {
  const { write, paint = NO_PAINT } = options;
  let graph: Graph | undefined;
  let width = 0;
  const lines = (event: RunEvent): readonly string[] => {
    switch (event.type) {
      case "run_started":
        graph = event.graph;
        width = nameWidth(graph);
        return startLines(event);
      case "step_started":
        return options.verbose === true
          ? [stepLine({ name: event.step, status: "running", duration_ms: null }, width, paint)]
          : [];
      case "step_ended":
        return [
          stepLine(
            { name: event.step, status: event.status, duration_ms: event.duration_ms },
            width,
            paint,
          ),
          ...(event.failure === null || graph === undefined
            ? []
            : failureLines(event.failure, graph)),
        ];
      case "log":
        return [`${paint(`[${event.line.step}]`, "dim")} ${event.line.text}`];
      case "run_ended":
        return [];
    }
  };
  return (event) => {
    for (const line of lines(event)) write(line);
  };
}
