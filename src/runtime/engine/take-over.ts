// Steps of another run as steps of a new one: served from it, as from the cache.
import type { Change } from "../../domain/change.js";
import type { StepRun } from "../../domain/entities/step.js";
import type { RestoredStep, RestoredSteps } from "./restored-step.js";
import type { RunRecord } from "./run-record.js";

export interface TakenOver {
  readonly changes: readonly Change[];
  readonly restored: RestoredSteps;
}

export function takeOver(steps: readonly RestoredStep[], record: RunRecord): TakenOver {
  const taken = steps.map(({ row, outputs }) => ({ row: record.adoptedStep(row), outputs }));
  return {
    changes: taken.map(({ row: entity }): Change => ({ op: "create", resource: "step", entity })),
    restored: new Map(taken.map((step): [StepRun["name"], RestoredStep] => [step.row.name, step])),
  };
}
