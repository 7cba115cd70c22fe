// Why outputs under the very same key were not used.
import type { GraphStep } from "../../domain/graph.js";
import type { StepRun } from "../../domain/entities/step.js";
import { formatDuration } from "../../util/format-duration.js";
import type { Artifact } from "../../domain/entities/artifact.js";
import type { EarlierSteps } from "./earlier-steps.js";

interface UnusedPlace {
  readonly earlier: EarlierSteps;
  readonly node: GraphStep | undefined;
  isReadable(artifact: Artifact): Promise<boolean>;
}

export async function whyUnused(
  step: StepRun,
  other: StepRun,
  place: UnusedPlace,
): Promise<string> {
  const { node, earlier } = place;
  const begun = Date.parse(step.started ?? step.created);
  const ended = other.ended === null ? undefined : Date.parse(other.ended);
  if (ended === undefined || ended > begun) {
    return "a step with the same key was still being executed when it started";
  }
  const ttl = node?.cache?.ttl;
  if (ttl !== undefined && begun - ended >= ttl * 1000) {
    const [age, limit] = [begun - ended, ttl * 1000].map((time) => formatDuration(time));
    return `the earlier result was ${age} old, and it is to be used for ${limit} (cache.ttl)`;
  }
  for (const [name, id] of Object.entries(other.outputs)) {
    const artifact = await earlier.artifact(id);
    if (artifact === undefined) return `output '${name}' of the earlier result was deleted`;
    if (!(await place.isReadable(artifact)))
      return `the bytes of output '${name}' of the earlier result are gone or cut off`;
  }
  return "the earlier result could not be used when it started";
}
