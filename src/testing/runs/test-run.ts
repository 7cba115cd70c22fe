import { PIPELINE } from "../../runtime/definition.js";
import { ZenError } from "../../domain/errors.js";
import type { JsonRecord } from "../../domain/entities/fields.js";
import type { RunConfiguration } from "../../runtime/compiled-pipeline.js";
import type { IsOptional } from "../../sdk/types/params.js";
import type { Pipeline } from "../../sdk/types/pipeline.js";
import type { NoInputs } from "../../sdk/types/step.js";
import type { TypeMessage } from "../../sdk/types/type-message.js";
import { nearest } from "../../util/nearest.js";
import { assertPipeline } from "./replay-run.js";
import type { KitOptions } from "./test-kit.js";
import { TestKit } from "./test-kit.js";

/** Params beside a configuration may be left out: that may hold them too. */
type ArgumentsFor<Given> =
  IsOptional<Given> extends true
    ? [options?: KitOptions & { readonly params?: Given | undefined }]
    : [
        options:
          | (KitOptions & { readonly params: Given })
          | (KitOptions & {
              readonly params?: Partial<Given> | undefined;
              readonly config: RunConfiguration;
            }),
      ];

/** Refuses what has inputs: they come from the pipeline that it is a part of. */
type TestRunArguments<Tested> =
  Tested extends Pipeline<infer Given, infer Inputs>
    ? Inputs extends NoInputs
      ? ArgumentsFor<Given>
      : [TypeMessage<"a pipeline with inputs cannot be run by itself: call it in another pipeline">]
    : [TypeMessage<"testRun() takes what pipeline() returned">];

const OPTIONS = ["params", "config", "clock", "faults"];

/**
 * Prepares to run a pipeline in a test: in this process, on a store in memory, with a clock that waits for
 * nobody and the faults that are asked for.
 *
 * @example
 * ```ts
 * import { pipeline, step } from "zenml";
 * import { testRun } from "zenml/testing";
 *
 * const load = step("load", { retry: { max_retries: 2, delay: 60 } }, () => [1, 2, 3]);
 * const numbers = pipeline("numbers", () => load());
 *
 * const kit = testRun(numbers, {
 *   faults: [{ step: load, attempt: 1, error: new Error("no answer") }],
 * });
 * const run = await kit.run();
 * console.assert(run.status === "completed" && run.step(load).attempt === 2);
 * await kit.close();
 * ```
 */
export function testRun<Tested>(pipeline: Tested, ...given: TestRunArguments<Tested>): TestKit {
  const [options] = given;
  assertPipeline(pipeline, "testRun");
  const unknown = Object.keys(options ?? {}).filter((key) => !OPTIONS.includes(key));
  if (unknown.length > 0) throw unknownOptions(unknown);
  // Whatever a pipeline's params are typed as, they are JSON; compiling checks them.
  const { params, ...rest } = (options ?? {}) as KitOptions & { readonly params?: JsonRecord };
  return new TestKit(pipeline[PIPELINE], { ...rest, params });
}

function unknownOptions(keys: readonly string[]): ZenError {
  const named = keys.map((key) => {
    const close = nearest(key, OPTIONS);
    return `'${key}'${close === undefined ? "" : ` (did you mean '${close}'?)`}`;
  });
  return new ZenError("invalid_input", `testRun() has no option ${named.join(", ")}.`, {
    hint: `Its options: ${OPTIONS.join(", ")}.`,
  });
}
