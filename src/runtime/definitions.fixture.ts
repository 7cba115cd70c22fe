// Steps and pipelines as code writes them that nobody type-checked; for unit tests.
import { compile } from "./compile.js";
import type { CompileOptions } from "./compile.js";
import type { AnyMaterializer, PipelineDefinition, StepDefinition } from "./definition.js";
import { activeTrace } from "./tracing/active-trace.js";

type Wire = (context: { readonly params: never }, inputs: never) => unknown;
type Call = (...args: readonly unknown[]) => never;

function define(name: string, part: Partial<StepDefinition> = {}): StepDefinition {
  return {
    name,
    description: null,
    fn: () => undefined,
    params: undefined,
    defaults: {},
    outputs: undefined,
    configuration: {},
    source: null,
    ...part,
  };
}

/** A step as untyped code calls it. */
export function step(name: string, part: Partial<StepDefinition> = {}): Call {
  const definition = define(name, part);
  return (...args) => activeTrace()?.invoke(definition, args) as never;
}

/** A map over a step as untyped code calls it. */
export function mapped(name: string, part: Partial<StepDefinition> = {}): Call {
  const definition = define(name, part);
  return (...args) => activeTrace()?.map(definition, args) as never;
}

export function pipeline(wire: Wire, part: Partial<PipelineDefinition> = {}): PipelineDefinition {
  return {
    name: "training",
    description: null,
    params: undefined,
    defaults: {},
    configuration: {},
    run_name: undefined,
    wire: wire as PipelineDefinition["wire"],
    source: null,
    ...part,
  };
}

export async function refusal(definition: PipelineDefinition, options?: CompileOptions) {
  const outcome: unknown = await compile(definition, options).catch((error: unknown) => error);
  if (outcome instanceof Error) return outcome as Error & { code: string; hint?: string };
  throw new Error("it was accepted");
}

export function materializer(name: string): AnyMaterializer {
  return {
    name,
    media_type: "text/plain",
    accepts: (value: unknown): value is unknown => value !== undefined,
    write: () => new Uint8Array(),
    read: () => undefined,
  };
}
