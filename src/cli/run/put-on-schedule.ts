// A run.yaml with a `schedule`: the pipeline is not run now, but put on that schedule.
import type { CompileOptions } from "../../runtime/compile.js";
import type { PipelineModule } from "../../runtime/pipeline-module.js";
import type { ScheduleOptions } from "../../runtime/configuration/run-configuration.js";
import { storedConfiguration } from "../../sdk/schedules/create-schedule.js";
import { putSchedule } from "../../sdk/schedules/put-schedule.js";
import type { Context } from "../framework/context.js";

export async function putOnSchedule(
  { pipeline, sourceFile, exportName }: PipelineModule,
  { params, config = {} }: CompileOptions,
  { schedule, context }: { readonly schedule: ScheduleOptions; readonly context: Context },
): Promise<number> {
  const session = await context.openSession();
  const made = await putSchedule(session, schedule, {
    pipeline_name: pipeline.name,
    file: sourceFile,
    export: exportName,
    configuration: storedConfiguration(config, params),
    stack_name: context.overrides.stack ?? null,
  });
  const answer = `Pipeline \`${pipeline.name}\` is on schedule \`${made.name}\` and was not run now.`;
  await context.output.answer(answer, made);
  context.output.notice("Schedules fire while `zenml schedule run` runs.");
  return 0;
}
