// How what a step records is said in MLflow's words, whichever way it takes there.
import * as z from "zod/mini";
import type { Json } from "../../domain/entities/fields.js";
import type { TrackedMetric, TrackedStep } from "../../stack/experiment-tracker.js";

export const TrackerSettings = z.strictObject({
  experiment_name: z.optional(
    z
      .string()
      .check(z.minLength(1), z.meta({ description: "Experiment; default: the pipeline's name" })),
  ),
  tags: z.optional(
    z.record(z.string(), z.string()).check(z.meta({ description: "Tags of the run in MLflow" })),
  ),
});

export function experimentName({ settings, pipeline }: TrackedStep): string {
  return TrackerSettings.parse(settings).experiment_name ?? pipeline;
}

export function runTags(step: TrackedStep): Record<string, string> {
  return {
    "mlflow.runName": `${step.run.name}/${step.step.name}`,
    "zenml.pipeline": step.pipeline,
    "zenml.run": step.run.name,
    "zenml.run_id": step.run.id,
    "zenml.step": step.step.name,
    "zenml.attempt": String(step.attempt),
    ...TrackerSettings.parse(step.settings).tags,
  };
}

/** MLflow keeps no more of a param. */
const LONGEST_PARAM = 6000;

export function paramText(value: Json): string {
  const text = typeof value === "string" ? value : JSON.stringify(value);
  return text.slice(0, LONGEST_PARAM);
}

export function metricLine({ time, value, step }: TrackedMetric): string {
  return `${Math.round(time)} ${value} ${step}\n`;
}
