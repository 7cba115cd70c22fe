// The keys of a run configuration, as schemas: what a file may hold, before it is checked against a
// pipeline. An empty section of a YAML file is null.
import * as z from "zod/mini";
import { CacheSettings, FAILURE_POLICIES, ISOLATIONS, Retry } from "../../domain/graph.js";

const Section = z.nullish(z.record(z.string(), z.unknown()));

const EXECUTION_KEYS = {
  retry: z.nullish(Retry),
  timeout: z.nullish(z.number().check(z.positive())),
  isolation: z.nullish(z.enum(ISOLATIONS)),
  cache: z.nullish(CacheSettings),
};

const SECTION_KEYS = {
  enable_cache: z.nullish(z.boolean()),
  parameters: Section,
  /** The same as `parameters`. */
  params: Section,
  settings: Section,
  extra: Section,
  ...EXECUTION_KEYS,
};

const OutputKeys = z.strictObject({
  materializer_source: z.nullish(z.string().check(z.minLength(1))),
  /** Of ZenML's own files. */
  artifact_source: z.nullish(z.string()),
});

export const ScheduleKeys = z.strictObject({
  name: z.nullish(z.string()),
  cron_expression: z.nullish(z.string()),
  interval_second: z.nullish(z.number().check(z.positive())),
  start_time: z.nullish(z.string()),
  end_time: z.nullish(z.string()),
  time_zone: z.nullish(z.string()),
  catchup: z.nullish(z.boolean()),
});

export const StepKeys = z.strictObject({
  ...SECTION_KEYS,
  name: z.nullish(z.string().check(z.minLength(1))),
  step_operator: z.nullish(z.string().check(z.minLength(1))),
  experiment_tracker: z.nullish(z.string().check(z.minLength(1))),
  outputs: z.nullish(z.record(z.string(), z.nullish(OutputKeys))),
});
export type StepKeys = z.infer<typeof StepKeys>;

export const RunKeys = z.strictObject({
  run_name: z.nullish(z.string()),
  schedule: z.nullish(ScheduleKeys),
  failure_policy: z.nullish(z.enum(FAILURE_POLICIES)),
  ...SECTION_KEYS,
  steps: z.nullish(z.record(z.string(), z.nullish(StepKeys))),
});
export type RunKeys = z.infer<typeof RunKeys>;

/** Not listed: another spelling, and what only ZenML's own files have. */
const UNLISTED: readonly string[] = ["params", "artifact_source"];

/** The keys that there are at a place: at the top, in `steps.train`, in `steps.train.retry`, … */
export function keysAt(path: readonly PropertyKey[]): readonly string[] {
  const inside = path[0] === "steps" ? path.slice(2) : path;
  const [section] = inside;
  const shape = path[0] === "steps" && inside.length === 0 ? StepKeys.shape : shapeOf(section);
  return Object.keys(shape).filter((key) => !UNLISTED.includes(key));
}

function shapeOf(section: PropertyKey | undefined): Readonly<Record<string, unknown>> {
  switch (section) {
    case "retry":
      return Retry.shape;
    case "cache":
      return CacheSettings.shape;
    case "schedule":
      return ScheduleKeys.shape;
    case "outputs":
      return OutputKeys.shape;
    default:
      return RunKeys.shape;
  }
}
