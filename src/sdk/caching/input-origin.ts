// Adds to an input that differs which step computed it, and what it was where that is short.
import type { StepRun } from "../../domain/entities/step.js";
import type { CacheDifference } from "../../runtime/explain-cache.js";
import type { EarlierSteps } from "./earlier-steps.js";

interface Comparison {
  readonly step: StepRun;
  readonly other: StepRun;
  readonly earlier: EarlierSteps;
}

const SHORT = 40;

export async function withOrigin(
  difference: CacheDifference,
  { step, other, earlier }: Comparison,
): Promise<CacheDifference> {
  const { part, name, change } = difference;
  if (part !== "inputs" || change !== "changed") return difference;
  const [now, then] = await Promise.all(
    [step, other].map(async ({ inputs }) => artifactOf(inputs[name], earlier)),
  );
  const maker = now?.step_id ?? undefined;
  const producer = maker === undefined ? undefined : await earlier.step(maker);
  const from = producer === undefined ? "" : `, from step '${producer.name}'`;
  const [before, after] = [then?.preview ?? undefined, now?.preview ?? undefined];
  const isShort = [before, after].every((text) => text !== undefined && text.length <= SHORT);
  const values = isShort && before !== after ? `: ${before} -> ${after}` : "";
  return { ...difference, message: `${difference.message}${from}${values}` };
}

function artifactOf(id: string | undefined, earlier: EarlierSteps) {
  return id === undefined ? undefined : earlier.artifact(id);
}
