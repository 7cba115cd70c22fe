// A person's step: typed outside, one definition inside. Knows the trace that it is called in, not
// what becomes of it.
import { ZenError } from "../domain/errors.js";
import { callSite } from "../runtime/tracing/call-site.js";
import { STEP } from "../runtime/definition.js";
import type { StepConfiguration, StepDefinition, StepFunction } from "../runtime/definition.js";
import { overlayConfiguration } from "../runtime/merge-configuration.js";
import { activeTrace } from "../runtime/tracing/active-trace.js";
import type { JsonRecord } from "../domain/entities/fields.js";
import {
  STEP_CHANGES,
  STEP_CONFIGURATION,
  STEP_OPTIONS,
  checkNameAndFunction,
  checkOptions,
  pickOptions,
} from "./check-options.js";
import type { ParamsSchema } from "./types/params.js";
import type { CheckedFn, OutputMaterializers, StepFn, StepOf, StepOptions } from "./types/step.js";

/**
 * Makes a step of a function: its first parameter names the inputs, its second is the `StepContext`.
 *
 * @example
 * ```ts
 * import { pipeline, step } from "zenml";
 *
 * const load = step("load", () => [3, 1, 2]);
 * const sort = step("sort", ({ numbers }: { numbers: number[] }) => numbers.toSorted());
 *
 * export const sorting = pipeline("sorting", () => sort({ numbers: load() }));
 * ```
 */
export function step<Fn extends StepFn<undefined, undefined>>(
  name: string,
  fn: Fn & CheckedFn<Fn, undefined, undefined>,
): StepOf<undefined, undefined, Fn>;
export function step<
  Fn extends StepFn<Schema, Outputs>,
  Schema extends ParamsSchema | undefined = undefined,
  Outputs extends OutputMaterializers | undefined = undefined,
>(
  name: string,
  options: StepOptions<Schema, Outputs>,
  fn: Fn & CheckedFn<Fn, Schema, Outputs>,
): StepOf<Schema, Outputs, Fn>;
export function step(name: string, ...rest: readonly unknown[]): unknown {
  const [options, fn] = rest.length > 1 ? rest : [{}, rest[0]];
  checkNameAndFunction("step", name, fn);
  checkOptions(`step '${name}'`, options, STEP_OPTIONS);
  // Both were checked just above.
  const code = { fn: fn as StepFunction, callee: step };
  return stepOf(defineStep(name, options as AnyOptions, code));
}

export type AnyOptions = StepOptions<ParamsSchema, OutputMaterializers>;

/** `callee` is the function that a person called: its caller is where the step is written. */
export function defineStep(
  name: string,
  options: AnyOptions,
  { fn, callee }: { readonly fn: StepFunction; readonly callee: (...args: never[]) => unknown },
): StepDefinition {
  const { params, outputs, description } = options;
  return {
    name,
    description: description ?? null,
    fn,
    params,
    defaults: {},
    outputs,
    configuration: pickOptions(options, STEP_CONFIGURATION),
    source: callSite(callee),
  };
}

interface Changes extends StepConfiguration {
  readonly name?: string;
  readonly description?: string;
  readonly params?: JsonRecord;
}

/** The callable object; its type is `Step`, which `step` gives it. */
export function stepOf(definition: StepDefinition): object {
  const call = (...args: readonly unknown[]): unknown => {
    const trace = activeTrace();
    if (trace === undefined) throw calledOutside(definition);
    return trace.invoke(definition, args);
  };
  const members = {
    name: definition.name,
    fn: definition.fn,
    map: (...args: readonly unknown[]): unknown => {
      const trace = activeTrace();
      if (trace === undefined) throw calledOutside(definition);
      return trace.map(definition, args);
    },
    with: (changes: Changes) => stepOf(changed(definition, changes)),
    configure: (configuration: StepConfiguration) => {
      checkOptions(`step '${definition.name}'`, configuration, STEP_CONFIGURATION);
      return stepOf(changed(definition, configuration));
    },
    [STEP]: definition,
  };
  // A function's own name cannot be assigned, only redefined.
  return Object.defineProperties(call, Object.getOwnPropertyDescriptors(members));
}

function changed(definition: StepDefinition, changes: Changes): StepDefinition {
  checkOptions(`step '${definition.name}'`, changes, STEP_CHANGES);
  return {
    ...definition,
    name: changes.name ?? definition.name,
    description: changes.description ?? definition.description,
    defaults: { ...definition.defaults, ...changes.params },
    configuration: overlayConfiguration(
      definition.configuration,
      pickOptions(changes, STEP_CONFIGURATION),
    ),
  };
}

function calledOutside({ name }: StepDefinition): ZenError {
  return new ZenError("pipeline_invalid", `Step '${name}' was called outside of a pipeline.`, {
    hint: "Call it in the function of a pipeline(); to run its function alone, e.g. in a unit test, call .fn.",
  });
}
