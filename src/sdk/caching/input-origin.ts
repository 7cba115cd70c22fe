// Adds to an input that differs which step computed it, and what it was where that is short.
import type { StepRun } from "../../domain/entities/step.js";
import type { CacheDifference } from "../../runtime/explain-cache.js";
import type { ZenStore } from "../../store/zen-store.js";

interface Comparison {
  readonly step: StepRun;
  readonly other: StepRun;
  readonly store: ZenStore;
}

const SHORT = 40;

export async function withOrigin(
  difference: CacheDifference,
  { step, other, store }: Comparison,
): Promise<CacheDifference> {
  const { part, name, change } = difference;
  if (part !== "inputs" || change !== "changed") return difference;
  const [now, then] = await Promise.all(
    [step, other].map(async ({ inputs }) => artifactOf(inputs[name], store)),
  );
  const maker = now?.step_id ?? undefined;
  const producer = maker === undefined ? undefined : await store.steps.find(maker);
  const from = producer === undefined ? "" : `, from step '${producer.name}'`;
  const [before, after] = [then?.preview ?? undefined, now?.preview ?? undefined];
  const isShort = [before, after].every((text) => text !== undefined && text.length <= SHORT);
  const values = isShort && before !== after ? `: ${before} -> ${after}` : "";
  return { ...difference, message: `${difference.message}${from}${values}` };
}

function artifactOf(id: string | undefined, store: ZenStore) {
  return id === undefined ? undefined : store.artifacts.find(id);
}
