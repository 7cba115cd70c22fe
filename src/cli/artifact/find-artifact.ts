import type { Artifact } from "../../domain/entities/artifact.js";
import { ZenError } from "../../domain/errors.js";
import type { ZenStore } from "../../store/zen-store.js";
import { nearest } from "../../util/nearest.js";
import { findStep } from "../step/find-step.js";

/**
 * An artifact named by `RUN/STEP`, `RUN/STEP/OUTPUT`, by id or id prefix.
 * Errors: `not_found`, `ambiguous`.
 */
export async function findArtifact(store: ZenStore, reference: string): Promise<Artifact> {
  const [run, step, output] = reference.split("/");
  if (run === undefined || step === undefined) return store.artifacts.get(reference);
  const found = await findStep(store, run, step);
  const names = Object.keys(found.outputs);
  const name = output ?? (names.length === 1 ? names[0] : undefined);
  const id = name === undefined ? undefined : found.outputs[name];
  const artifact = id === undefined ? undefined : await store.artifacts.find(id);
  if (artifact !== undefined) return artifact;
  throw notThere(`${run}/${step}`, name, names);
}

function notThere(step: string, output: string | undefined, names: readonly string[]): ZenError {
  const known = names.map((name) => `${step}/${name}`);
  const details = { details: { known } };
  if (names.length === 0) {
    return new ZenError("not_found", `Step '${step}' has written nothing.`, {
      hint: `zenml step describe ${step}`,
      ...details,
    });
  }
  if (output === undefined) {
    const message = `Step '${step}' has several outputs.`;
    return new ZenError("ambiguous", message, {
      hint: `Name one: ${known.join(", ")}`,
      ...details,
    });
  }
  const close = nearest(output, names);
  return new ZenError("not_found", `Step '${step}' has no output '${output}'.`, {
    hint: close === undefined ? `It has: ${known.join(", ")}` : `Did you mean '${step}/${close}'?`,
    ...details,
  });
}
