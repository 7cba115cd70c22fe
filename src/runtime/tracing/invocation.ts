import type { Json } from "../../domain/entities/fields.js";
import type { StepDefinition } from "../definition.js";

/** One call of a step while a pipeline is wired. */
export interface Invocation {
  readonly definition: StepDefinition;
  /** The name that the call asked for; without one it is numbered. */
  readonly name: string | undefined;
  readonly inputs: Readonly<Record<string, InvocationInput>>;
  readonly after: readonly Invocation[];
  /** As given in the call, not validated. */
  readonly params: Readonly<Record<string, unknown>>;
}

export type InvocationInput =
  { readonly from: Invocation; readonly output: string } | { readonly value: Json };

/** The name of the one output of a step that declares none. */
export const SINGLE_OUTPUT = "output";

export function outputNames(definition: StepDefinition): readonly string[] {
  return definition.outputs === undefined ? [SINGLE_OUTPUT] : Object.keys(definition.outputs);
}
