// The row of one invocation of a step or a map: as the store has it from before, or a new one.
import type { GraphMap, GraphStep } from "../../domain/graph.js";
import type { Journal } from "../journal/journal.js";
import type { Frame } from "./frame.js";
import type { GraphPlan } from "./graph-plan.js";
import type { RestoredSteps } from "./restored-step.js";
import type { InvokedStep, RunRecord } from "./run-record.js";
import { StepRow } from "./step-row.js";

export interface RowParts {
  readonly plan: GraphPlan;
  readonly record: RunRecord;
  readonly journal: Journal;
  readonly restored: RestoredSteps;
}

export function rowOf(parts: RowParts, frame: Frame, node: GraphStep | GraphMap): StepRow {
  const { plan, record, journal, restored } = parts;
  const name = frame.nameOf(node.name);
  const before = restored.get(name)?.row;
  if (before !== undefined) {
    return new StepRow({ ...before, cache_parts: null }, { record, journal, isStored: true });
  }
  const invocation = {
    name,
    position: plan.positionOf(node.name),
    map_name: frame.mapName,
    item_index: frame.item?.index ?? null,
  };
  return new StepRow(record.newStep(invoked(node), invocation), { record, journal });
}

function invoked(node: GraphStep | GraphMap): InvokedStep {
  if ("step" in node) return node;
  return { step: node.name, upstream: node.upstream, params: {} };
}
