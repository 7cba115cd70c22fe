// What `commandStep` and `pythonStep` share: one definition that carries a recipe instead of code.
import { ZenError } from "../domain/errors.js";
import type { ExternalStep } from "../runtime/foreign/external-step.js";
import { runByHand } from "../runtime/foreign/run-by-hand.js";
import type { StepContext } from "../runtime/step-context.js";
import { checkOptions } from "./check-options.js";
import { defineStep, stepOf } from "./step.js";
import type { AnyOptions } from "./step.js";
import type { OutputMaterializers } from "./types/step.js";
import type { ParamsSchema } from "./types/params.js";
import type { ForeignStepOptions } from "./types/foreign-step.js";

export type AnyForeignOptions = ForeignStepOptions<
  ParamsSchema,
  OutputMaterializers,
  OutputMaterializers
>;

export interface ForeignParts {
  readonly name: string;
  readonly options: AnyForeignOptions;
  /** The function that the person called. */
  readonly callee: (...args: never[]) => unknown;
  /** What is peculiar to the kind of step. */
  readonly recipe: RecipeBody;
}

type Shared = "inputs" | "env" | "files" | "heartbeat_timeout";
/** Each kind by itself, without what all of them have. */
export type RecipeBody = ExternalStep extends infer One
  ? One extends ExternalStep
    ? Omit<One, Shared>
    : never
  : never;

/** The step object of a recipe; its `.fn` executes it by hand, outside of a run. */
export function foreignStep({ name, options, callee, recipe }: ForeignParts): object {
  const { inputs, env, files, heartbeat_timeout } = options;
  const shared = { inputs: namesOf(inputs), env: env ?? {}, files, heartbeat_timeout };
  const external = { ...recipe, ...shared } as ExternalStep; // the parts that `RecipeBody` left out
  const fn = (values: Readonly<Record<string, unknown>>, context: StepContext): Promise<unknown> =>
    runByHand({ ...definition, external }, { values, context, inputs });
  const base: AnyOptions = options;
  const definition = defineStep(name, base, { fn, callee });
  return stepOf({ ...definition, external });
}

/** Errors: `pipeline_invalid`. */
export function checkForeign(
  what: string,
  name: unknown,
  options: unknown,
  kinds: Parameters<typeof checkOptions>[2],
): void {
  if (typeof name !== "string" || name === "") {
    throw new ZenError("pipeline_invalid", "A step was made without a name.", {
      hint: `Write ${what}("name", { … }).`,
    });
  }
  checkOptions(`step '${name}'`, options, kinds);
}

function namesOf(
  materializers: OutputMaterializers | undefined,
): Readonly<Record<string, string>> | undefined {
  if (materializers === undefined) return undefined;
  return Object.fromEntries(Object.entries(materializers).map(([name, one]) => [name, one.name]));
}
