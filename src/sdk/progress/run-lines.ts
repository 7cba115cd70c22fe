// The sentences around the steps of a run: how it begins, what a failure says, how it ends.
import type { Json } from "../../domain/entities/fields.js";
import type { Failure } from "../../domain/entities/run.js";
import { originsOf } from "../../domain/graph-origins.js";
import type { Graph, GraphInput, GraphStep } from "../../domain/graph.js";
import type { Status } from "../../domain/status.js";
import type { RunEvent } from "../../runtime/run-events.js";
import { formatDuration } from "../../util/format-duration.js";
import { describeCounts } from "./step-line.js";

type Started = Extract<RunEvent, { type: "run_started" }>;
type Ended = Extract<RunEvent, { type: "run_ended" }>;

export function startLines(event: Started): string[] {
  const { run, graph, stack, finished } = event;
  if (event.isWatched === true) {
    return [`Watching run ${run.name} of pipeline ${graph.name} on stack ${stack}...`];
  }
  if (finished !== undefined) {
    return [
      `Resuming run ${run.name} of pipeline ${graph.name}: ${finished} of its steps ${finished === 1 ? "is" : "are"} finished`,
      `Using stack ${stack} to run pipeline ${graph.name}...`,
    ];
  }
  const caching = `Caching ${event.enable_cache ? "enabled" : "disabled"}`;
  const { pipeline } = event;
  const lines: string[] = [];
  if (pipeline === null) lines.push(`Creating unlisted run ${event.run.name} (${caching})`);
  else {
    if (pipeline.isNew && pipeline.version === 1) {
      lines.push(`Registered new pipeline with name ${pipeline.name}.`);
    } else if (pipeline.isNew) {
      lines.push(`Registered version ${pipeline.version} of pipeline ${pipeline.name}.`);
    }
    lines.push(`Creating run ${event.run.name} for pipeline ${pipeline.name} (${caching})`);
  }
  lines.push(`Using stack ${event.stack} to run pipeline ${event.graph.name}...`);
  return lines;
}

const ENDINGS: Readonly<Partial<Record<Status, string>>> = {
  completed: "has finished",
  failed: "has failed",
  cancelled: "was cancelled",
};

export function endLine(event: Ended): string {
  const how = ENDINGS[event.status] ?? `is ${event.status}`;
  const counts = describeCounts(event.counts);
  return `Pipeline run ${event.run.name} ${how} in ${formatDuration(event.duration_ms)} (${counts}).`;
}

/** A failing step names itself, its source line, its inputs and params. */
export function failureLines(failure: Failure, graph: Graph): string[] {
  const node = failure.step?.replaceAll(/\[\d+\]/g, "");
  // A map of one step has the name of that step, whose items end with their numbers.
  const isItem = failure.step?.endsWith("]") === true;
  const map = isItem ? undefined : graph.maps?.find((one) => one.name === node);
  const step = map === undefined ? graph.steps.find((one) => one.name === node) : undefined;
  const where = failure.location === null ? "" : ` at ${failure.location}`;
  const kind = map === undefined ? "Step" : "Map";
  const lines = [`${kind} '${failure.step ?? graph.name}' failed${where}`];
  // A problem of ours is a sentence of its own; somebody's error is told by its name.
  const told =
    failure.name === "ZenError" ? failure.message : `${failure.name}: ${failure.message}`;
  lines.push(`  ${told.replaceAll("\n", "\n  ")}`);
  if (map !== undefined) lines.push(...inputLines(map.over, {}));
  if (step !== undefined) lines.push(...inputLines(step.inputs, step.params));
  lines.push(...frames(failure.stack));
  return lines;
}

/** The places of a stack; its message was said already. What another language wrote is shown as it is. */
function frames(stack: string | null): string[] {
  if (stack === null) return [];
  if (FOREIGN.test(stack))
    return stack
      .trimEnd()
      .split("\n")
      .map((line) => `    ${line}`);
  const lines = stack.split("\n").map((line) => line.trim());
  const first = lines.findIndex((line) => line.startsWith("at "));
  return first < 0 ? [] : lines.slice(first).map((line) => `    ${line}`);
}

const FOREIGN = /^(?:Traceback |  File |Last lines of stderr:)/m;

function inputLines(given: GraphStep["inputs"], known: GraphStep["params"]): string[] {
  const inputs = Object.entries(given).map(([name, from]) => `${name} = ${inputText(from)}`);
  const params = Object.entries(known).map(([name, value]) => `${name} = ${short(value)}`);
  return [
    ...(inputs.length === 0 ? [] : [`  inputs: ${inputs.join(", ")}`]),
    ...(params.length === 0 ? [] : [`  params: ${params.join(", ")}`]),
  ];
}

function inputText(input: GraphInput): string {
  if ("value" in input) return short(input.value);
  if ("item" in input) return `an item of ${input.item}`;
  return originsOf(input)
    .map(({ step, output }) => `${step}.${output}`)
    .join(" or ");
}

const LONGEST_VALUE = 60;

function short(value: Json): string {
  const text = JSON.stringify(value);
  return text.length > LONGEST_VALUE ? `${text.slice(0, LONGEST_VALUE - 1)}…` : text;
}
