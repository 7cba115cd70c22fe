// Calls the function of a pipeline once and notes each call of a step, a map or another pipeline in it.
// Knows nothing of graphs, params of steps or configuration.
import { ZenError, isZenError } from "../domain/errors.js";
import type { PipelineDefinition, StepDefinition } from "./definition.js";
import { describeError } from "./source-positions.js";
import { withActiveTrace } from "./tracing/active-trace.js";
import type { ActiveTrace } from "./tracing/active-trace.js";
import { wireBranches } from "./tracing/branches.js";
import type { Branching } from "./tracing/branches.js";
import { collectOutputs } from "./tracing/collect-outputs.js";
import { inputRefs, requiredInputs } from "./tracing/input-refs.js";
import { TOP, outputNames, placeWith } from "./tracing/invocation.js";
import type { Invocation, Place, TracedCall } from "./tracing/invocation.js";
import { partParams } from "./tracing/part-params.js";
import { readCall, readMap, readPlainCall } from "./tracing/read-call.js";
import type { MapReading, PlainCall } from "./tracing/read-call.js";
import type { CallProblem, Reading } from "./tracing/read-arguments.js";
import { refsOf } from "./tracing/ref.js";
import { readReturned, refuseAsync } from "./tracing/returned.js";

export interface TracedProblem extends CallProblem {
  /** Position among the calls. */
  readonly index: number;
}

export interface TracedPipeline {
  /** In their order, so that none comes before one that it needs; a map or pipeline before what is in it. */
  readonly calls: readonly TracedCall[];
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
  const trace = new Trace(definition);
  const result = withActiveTrace(trace, () => wire(definition, trace, options));
  refuseAsync(result, `pipeline '${definition.name}'`);
  return trace;
}

class Trace implements ActiveTrace, TracedPipeline {
  readonly pipeline: string;
  readonly calls: TracedCall[] = [];
  readonly problems: TracedProblem[] = [];
  #place: Place = TOP;
  /** Those that are being wired, the outermost first. */
  readonly #wiring: PipelineDefinition[];

  constructor(definition: PipelineDefinition) {
    this.pipeline = definition.name;
    this.#wiring = [definition];
  }

  invoke(definition: StepDefinition, args: readonly unknown[]): unknown {
    const invocation = readCall(this.#reading(definition.name, args), definition);
    this.calls.push(invocation);
    return refsOf(this, invocation, definition.outputs && outputNames(definition));
  }

  inline(definition: PipelineDefinition, args: readonly unknown[]): unknown {
    const reading = this.#reading(definition.name, args);
    const { name, inputs, params, after } = readPlainCall(reading);
    const { place } = reading;
    const call = { kind: "pipeline", definition, place, name, params } as const;
    this.calls.push(call);
    const inside = { ...place, group: call, after: [...place.after, ...after] };
    const result = this.#part(definition, inside, { inputs, params });
    readReturned(result, { ...reading, place: inside }, "what its function returns");
    return result;
  }

  map(definition: StepDefinition | PipelineDefinition, args: readonly unknown[]): unknown {
    const reading = this.#reading(`${definition.name}`, args);
    const read = readMap(reading, definition);
    this.calls.push(read.call);
    const outputs =
      "wire" in definition
        ? this.#mapPart(definition, read, reading)
        : this.#mapStep(definition, read);
    return refsOf(this, read.call, outputs);
  }

  branch(branching: Branching): unknown {
    const at = (place: Place, wireAt: () => unknown) => this.#at(place, wireAt);
    return wireBranches(branching, { trace: this, place: this.#place, at });
  }

  #mapStep(definition: StepDefinition, { call, inputs }: MapReading) {
    const { params } = call;
    const own = { kind: "step", name: undefined, after: [] } as const;
    const place = placeWith(insideOf(call), inputs);
    const invocation: Invocation = { ...own, definition, place, inputs, params };
    this.calls.push(invocation);
    for (const output of outputNames(definition)) {
      call.outputs.set(output, { from: invocation, output });
    }
    return definition.outputs && outputNames(definition);
  }

  #mapPart(definition: PipelineDefinition, { call, inputs }: MapReading, reading: Reading) {
    const place = insideOf(call);
    const begin = this.calls.length;
    const result = this.#part(definition, place, { inputs, params: call.params });
    if (!this.calls.slice(begin).some(({ kind }) => kind === "step")) {
      reading.complain({
        text: `pipeline '${definition.name}' calls no step`,
        hint: "What is mapped must call at least one.",
      });
    }
    const returned = readReturned(result, { ...reading, place }, "what its function returns");
    return collectOutputs(call, returned, reading);
  }

  /** Wires a pipeline as a part of this one. */
  #part(
    definition: PipelineDefinition,
    place: Place,
    given: Pick<PlainCall, "inputs" | "params">,
  ): unknown {
    const around = [...this.#wiring, definition];
    if (this.#wiring.some((one) => one.wire === definition.wire)) throw wiresItself(around);
    const params = partParams(definition, given.params);
    const inputs = inputRefs(this, given.inputs);
    this.#wiring.push(definition);
    try {
      const result = this.#at(place, () => definition.wire({ params }, inputs));
      refuseAsync(result, `pipeline '${definition.name}'`);
      return result;
    } finally {
      this.#wiring.pop();
    }
  }

  #at(place: Place, wireAt: () => unknown): unknown {
    const before = this.#place;
    this.#place = place;
    try {
      return wireAt();
    } finally {
      this.#place = before;
    }
  }

  #reading(called: string, args: readonly unknown[]): Reading {
    const index = this.calls.length;
    return {
      called,
      args,
      place: this.#place,
      trace: this,
      complain: (problem) => this.problems.push({ ...problem, index }),
    };
  }
}

function insideOf(call: MapReading["call"]): Place {
  return { group: call, map: call, when: [], after: [] };
}

function wiresItself(around: readonly PipelineDefinition[]): ZenError {
  const path = around.map(({ name }) => name).join(" → ");
  return new ZenError(
    "pipeline_invalid",
    `Pipeline '${around.at(-1)?.name ?? ""}' is wired into itself: ${path}.`,
    {
      hint: "A graph has an end: call the steps in a loop in a plain function, as often as params say.",
    },
  );
}

function wire(
  definition: PipelineDefinition,
  trace: object,
  { params, projectRoot }: TraceOptions,
): unknown {
  const inputs = requiredInputs(trace);
  try {
    const result = definition.wire({ params }, inputs.refs);
    if (inputs.names.size > 0) throw needsInputs(definition, [...inputs.names]);
    return result;
  } catch (cause) {
    if (inputs.names.size > 0) throw needsInputs(definition, [...inputs.names]);
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

function needsInputs({ name }: PipelineDefinition, inputs: readonly string[]): ZenError {
  const listed = inputs.map((one) => `'${one}'`).join(", ");
  const given = inputs.map((one) => `${one}: …`).join(", ");
  return new ZenError(
    "pipeline_invalid",
    `Pipeline '${name}' cannot be run by itself: it takes ${inputs.length === 1 ? "the input" : "the inputs"} ${listed}.`,
    { hint: `Wire it into another pipeline that has them: ${name}({ ${given} })` },
  );
}
