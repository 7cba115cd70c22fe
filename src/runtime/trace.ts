// Calls the function of a pipeline once and notes each step call in it. Knows nothing of graphs,
// params or configuration.
import { types } from "node:util";
import { ZenError, isZenError } from "../domain/errors.js";
import type { PipelineDefinition, StepDefinition } from "./definition.js";
import { describeError } from "./source-positions.js";
import { withActiveTrace } from "./tracing/active-trace.js";
import type { ActiveTrace } from "./tracing/active-trace.js";
import type { Invocation } from "./tracing/invocation.js";
import { readCall } from "./tracing/read-call.js";
import type { CallProblem } from "./tracing/read-call.js";
import { refsOf } from "./tracing/ref.js";

export interface TracedProblem extends CallProblem {
  /** Position among the invocations. */
  readonly index: number;
}

export interface TracedPipeline {
  /** In the order of the calls, so that none comes before one that it needs. */
  readonly invocations: readonly Invocation[];
  readonly problems: readonly TracedProblem[];
}

export interface TraceOptions {
  /** Validated. */
  readonly params: unknown;
  /** Positions in errors are relative to it. */
  readonly projectRoot: string;
}

/** Errors: `pipeline_invalid` when the function is async, throws, or uses a step's output as a value. */
export function tracePipeline(
  definition: PipelineDefinition,
  options: TraceOptions,
): TracedPipeline {
  const trace = new Trace(definition.name);
  const result = withActiveTrace(trace, () => wire(definition, options));
  if (types.isPromise(result)) {
    // What it rejects with, e.g. the first step called after an `await`, is no news.
    result.catch(() => undefined);
    throw new ZenError(
      "pipeline_invalid",
      `The function of pipeline '${definition.name}' is async.`,
      {
        hint: "Remove `async`: the function only wires steps; a step may be async and do the waiting.",
      },
    );
  }
  return trace;
}

class Trace implements ActiveTrace, TracedPipeline {
  readonly pipeline: string;
  readonly invocations: Invocation[] = [];
  readonly problems: TracedProblem[] = [];

  constructor(pipeline: string) {
    this.pipeline = pipeline;
  }

  invoke(definition: StepDefinition, args: readonly unknown[]): unknown {
    const index = this.invocations.length;
    const invocation = readCall({
      definition,
      args,
      trace: this,
      complain: (problem) => this.problems.push({ ...problem, index }),
    });
    this.invocations.push(invocation);
    return refsOf(this, invocation);
  }
}

function wire(definition: PipelineDefinition, { params, projectRoot }: TraceOptions): unknown {
  try {
    return definition.wire({ params });
  } catch (cause) {
    const { location, name, message } = describeError(cause, { projectRoot });
    if (isZenError(cause)) {
      if (location === null) throw cause;
      const { code, hint, details } = cause;
      throw new ZenError(code, `${location}: ${message}`, { hint, details, cause });
    }
    const place = location === null ? "" : ` at ${location}`;
    throw new ZenError(
      "pipeline_invalid",
      `Wiring pipeline '${definition.name}' failed${place}: ${name}: ${message}`,
      {
        hint: "The function of a pipeline may only call steps; work belongs into a step.",
        cause,
      },
    );
  }
}
