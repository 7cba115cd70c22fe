// What is noted while a pipeline is wired: calls of steps, of maps and of other pipelines, each with the
// place where it stands.
import type { Json } from "../../domain/entities/fields.js";
import type { FailurePolicy, GraphCondition, GraphMap } from "../../domain/graph.js";
import type { PipelineDefinition, StepDefinition } from "../definition.js";

/** Where in the wiring a call stands. */
export interface Place {
  /** The call whose name those of the calls here begin with. */
  readonly group: Group | undefined;
  /** The innermost map. */
  readonly map: MapCall | undefined;
  /** All must hold; those around the innermost map are the map's own. */
  readonly when: readonly TracedCondition[];
  /** Everything here waits for them. */
  readonly after: readonly TracedNode[];
}

export const TOP: Place = { group: undefined, map: undefined, when: [], after: [] };

interface CallBasics {
  readonly place: Place;
  /** As given in the call, not validated. */
  readonly params: Readonly<Record<string, unknown>>;
  /** The name that the call asked for; without one it is numbered. */
  readonly name: string | undefined;
}

/** One call of a step. */
export interface Invocation extends CallBasics {
  readonly kind: "step";
  readonly definition: StepDefinition;
  readonly inputs: Readonly<Record<string, InvocationInput>>;
  readonly after: readonly TracedNode[];
}

/** A step, or what a pipeline wires, once for each item of a collection. */
export interface MapCall extends CallBasics {
  readonly kind: "map";
  readonly definition: StepDefinition | PipelineDefinition;
  readonly over: Readonly<Record<string, InvocationInput>>;
  readonly after: readonly TracedNode[];
  readonly concurrency: number | undefined;
  readonly failure_policy: FailurePolicy;
  readonly collect: GraphMap["collect"];
  /** What is collected, by the name of the output; known when the inside is wired. */
  readonly outputs: Map<string, CollectedOutput>;
}

/** A pipeline that is wired as a part of another one. */
export interface PipelineCall extends CallBasics {
  readonly kind: "pipeline";
  readonly definition: PipelineDefinition;
}

/** What has outputs. */
export type TracedNode = Invocation | MapCall;
/** What other calls are a part of. */
export type Group = MapCall | PipelineCall;
export type TracedCall = Invocation | MapCall | PipelineCall;

export interface TracedOutput {
  readonly from: TracedNode;
  readonly output: string;
}

/** What a branch passed on that was there before it: whoever takes it stands under its conditions. */
interface Guarded {
  readonly when?: readonly TracedCondition[] | undefined;
}

/** An output, or that of several whose branch was taken. */
export type CollectedOutput = Guarded & (TracedOutput | FirstOf);

interface FirstOf {
  readonly first_of: readonly TracedOutput[];
  /** One of them is there wherever this can be taken. */
  readonly isSure?: boolean | undefined;
}

/** Also the element that a map is at: what exists only when the pipeline runs. */
export type LaterInput =
  CollectedOutput | (Guarded & { readonly item: MapCall; readonly input: string });

/** Also a literal. */
export type InvocationInput = LaterInput | { readonly value: Json };

/** What must be true of a value. */
export type Test = Pick<GraphCondition, "operator" | "value" | "negate">;

export interface TracedCondition extends Test {
  /** What is looked at. */
  readonly source: LaterInput;
}

/** The name of the one output of a step that declares none. */
export const SINGLE_OUTPUT = "output";

export function outputNames(definition: StepDefinition): readonly string[] {
  return definition.outputs === undefined ? [SINGLE_OUTPUT] : Object.keys(definition.outputs);
}

/** E.g. `step 'train'`, by the name of what is called. */
export function titleOf({ kind, definition }: TracedCall): string {
  return `${kind} '${definition.name}'`;
}

/** The outputs that an input may come from. */
export function outputsOf(input: InvocationInput): readonly TracedOutput[] {
  if ("from" in input) return [input];
  return "first_of" in input ? input.first_of : [];
}

/** The conditions that come with an input; most have none. */
export function guardsOf(input: InvocationInput): readonly TracedCondition[] {
  return "value" in input ? [] : (input.when ?? []);
}

/** The place, under the conditions of what is taken there too. */
export function placeWith(place: Place, inputs: Readonly<Record<string, InvocationInput>>): Place {
  const more = new Set(Object.values(inputs).flatMap(guardsOf));
  for (const condition of place.when) more.delete(condition);
  return more.size === 0 ? place : { ...place, when: [...place.when, ...more] };
}

/** Whether what stands in `outer` can be seen from what stands in `inner`. */
export function isWithin(inner: MapCall | undefined, outer: MapCall | undefined): boolean {
  for (let map = inner; map !== outer; map = map.place.map) if (map === undefined) return false;
  return true;
}
