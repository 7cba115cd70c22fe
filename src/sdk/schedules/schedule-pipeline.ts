// `pipeline.run({ schedule })`: the pipeline is put on a schedule by code, and fired by its file.
import { dirname } from "node:path";
import type { Schedule } from "../../domain/entities/schedule.js";
import { ZenError } from "../../domain/errors.js";
import { compile } from "../../runtime/compile.js";
import type { PipelineDefinition } from "../../runtime/definition.js";
import type { ScheduleOptions } from "../../runtime/configuration/run-configuration.js";
import { projectRoot } from "../../runtime/loader/project-root.js";
import { mergeRunConfigurations } from "../../runtime/merge-configuration.js";
import { originalPosition } from "../../runtime/tracing/original-position.js";
import type { RunOptions } from "../run-options.js";
import { openSession } from "../session.js";
import { storedConfiguration } from "./create-schedule.js";
import { putSchedule } from "./put-schedule.js";

/** Errors: `invalid_input` with all problems; all that compiling throws. */
export async function schedulePipeline(
  definition: PipelineDefinition,
  { params, config, name: run_name, enable_cache, stack }: RunOptions,
  schedule: ScheduleOptions,
): Promise<Schedule> {
  if (definition.source === null) throw withoutFile(definition.name);
  const { file } = originalPosition(definition.source);
  const given = mergeRunConfigurations(config, { run_name, enable_cache });
  await compile(definition, { params, config: given, projectRoot: projectRoot(dirname(file)) });
  const session = await openSession({ flags: { stack } });
  try {
    return await putSchedule(session, schedule, {
      pipeline_name: definition.name,
      file,
      export: null,
      configuration: storedConfiguration(given, params),
      stack_name: stack === undefined ? null : session.stack,
    });
  } finally {
    await session.close();
  }
}

function withoutFile(name: string): ZenError {
  return new ZenError("invalid_input", `The file of pipeline '${name}' is not known.`, {
    hint: "zenml schedule create NAME FILE:EXPORT --cron …",
  });
}
