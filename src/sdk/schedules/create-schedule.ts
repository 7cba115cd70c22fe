// Makes a schedule of a pipeline's file: the pipeline is loaded and compiled as a run would, so that what
// cannot run is refused now and not at night.
import { relative } from "node:path";
import type { JsonRecord } from "../../domain/entities/fields.js";
import { JsonRecord as JsonRecordSchema, Name } from "../../domain/entities/fields.js";
import type { Schedule } from "../../domain/entities/schedule.js";
import { ZenError, isZenError } from "../../domain/errors.js";
import { compile } from "../../runtime/compile.js";
import type {
  RunConfiguration,
  ScheduleOptions,
} from "../../runtime/configuration/run-configuration.js";
import { loadPipelineFile } from "../../runtime/loader/load-pipeline-file.js";
import { projectRoot } from "../../runtime/loader/project-root.js";
import { loaderOptions } from "../running/loader-options.js";
import type { Session } from "../session.js";
import { readScheduleTimes } from "./schedule-times.js";

export interface CreateScheduleOptions extends Omit<ScheduleOptions, "name"> {
  /** `pipeline.ts`, or `pipeline.ts:training` of several. */
  readonly file: string;
  readonly cwd?: string | undefined;
  /** What each run is started with. */
  readonly config?: RunConfiguration | undefined;
  /** Win over `config.parameters`. */
  readonly params?: JsonRecord | undefined;
  /** Name of the stack; default: the one that is active when it fires. */
  readonly stack?: string | undefined;
}

export type ScheduleContent = Pick<
  Schedule,
  "pipeline_name" | "file" | "export" | "configuration" | "stack_name"
>;

/** Errors: `invalid_input` with all problems, `entity_exists`. */
export async function createSchedule(
  session: Session,
  name: string,
  options: CreateScheduleOptions,
  now: number = Date.now(),
): Promise<Schedule> {
  const problems: string[] = [];
  const named = Name.safeParse(name);
  problems.push(...(named.error?.issues ?? []).map(({ message }) => message));
  const { times, problems: wrongTimes } = readScheduleTimes(options, now);
  problems.push(...wrongTimes);
  const stack = await problemOf(problems, () => stackName(session, options.stack));
  const content = await problemOf(problems, () => pipelineOf(options));
  if (problems.length > 0 || times === undefined || content === undefined) {
    throw cannotCreate(name, problems);
  }
  const stack_name = stack ?? null;
  return session.store.schedules.create({ ...times, ...content, stack_name, name, active: true });
}

async function problemOf<Value>(
  problems: string[],
  work: () => Promise<Value>,
): Promise<Value | undefined> {
  try {
    return await work();
  } catch (error) {
    if (!isZenError(error)) throw error;
    problems.push([error.message, error.hint].filter((text) => text !== undefined).join(" "));
    return undefined;
  }
}

async function stackName(session: Session, stack: string | undefined): Promise<string | undefined> {
  return stack === undefined ? undefined : (await session.store.stacks.get(stack)).name;
}

async function pipelineOf({
  file,
  cwd = process.cwd(),
  config = {},
  params,
}: CreateScheduleOptions): Promise<Omit<ScheduleContent, "stack_name">> {
  const module = await loadPipelineFile(file, loaderOptions(cwd));
  const root = projectRoot(cwd);
  await compile(module.pipeline, { config, params, projectRoot: root });
  checkRunName(config.run_name ?? module.pipeline.run_name, relative(cwd, file));
  return {
    pipeline_name: module.pipeline.name,
    file: module.sourceFile,
    export: module.exportName,
    configuration: storedConfiguration(config, params),
  };
}

/** When it runs is the schedule's business from now on. */
export function storedConfiguration(
  given: RunConfiguration,
  params: JsonRecord | undefined = {},
): JsonRecord {
  const { schedule: _, ...config } = given;
  const parameters = { ...config.parameters, ...params };
  const isSaid = Object.keys(parameters).length > 0;
  return JsonRecordSchema.parse(
    JSON.parse(JSON.stringify({ ...config, ...(isSaid ? { parameters } : {}) })),
  );
}

function checkRunName(template: string | undefined, file: string): void {
  if (template === undefined || /\{(?:date|time)\}/.test(template)) return;
  throw new ZenError(
    "config_invalid",
    `The runs of '${file}' are named '${template}', which only one run can be: put {date}-{time} into it.`,
  );
}

export function cannotCreate(name: string, problems: readonly string[]): ZenError {
  const [first = ""] = problems;
  const what = `The schedule '${name}' cannot be created`;
  return new ZenError(
    "invalid_input",
    problems.length === 1
      ? `${what}: ${first.replace(/\.$/, "")}.`
      : `${what}:\n${problems.map((problem) => `  - ${problem}`).join("\n")}`,
    { hint: "zenml schedule create --help", details: { problems } },
  );
}
