// What a person may call an artifact by, wherever one is asked for.
import type { Artifact } from "../../domain/entities/artifact.js";
import { ZenError } from "../../domain/errors.js";
import { nearest } from "../../util/nearest.js";
import type { ZenStore } from "../../store/zen-store.js";
import { findStep } from "./find-step.js";
import { findVersion } from "./find-version.js";

export type ReferenceStore = Pick<
  ZenStore,
  "artifacts" | "artifact_versions" | "tags" | "runs" | "steps"
>;

/**
 * An artifact by `RUN/STEP`, `RUN/STEP/OUTPUT`, `NAME`, `NAME:VERSION`, `NAME:TAG`, id or id prefix.
 * Errors: `not_found`, `ambiguous`.
 */
export async function findArtifact(store: ReferenceStore, reference: string): Promise<Artifact> {
  const [run, step, output] = reference.split("/");
  if (run !== undefined && step !== undefined) return ofStep(store, { run, step, output });
  const version = await findVersion(store, reference);
  if (version === undefined) return store.artifacts.get(reference);
  return store.artifacts.get(version.artifact_id);
}

interface OutputReference {
  readonly run: string;
  readonly step: string;
  readonly output: string | undefined;
}

async function ofStep(
  store: ReferenceStore,
  { run, step, output }: OutputReference,
): Promise<Artifact> {
  const found = await findStep(store, run, step);
  const names = Object.keys(found.outputs);
  const name = output ?? (names.length === 1 ? names[0] : undefined);
  const id = name === undefined ? undefined : found.outputs[name];
  const artifact = id === undefined ? undefined : await store.artifacts.find(id);
  if (artifact !== undefined) return artifact;
  if (id !== undefined) throw deleted(`${run}/${step}/${name}`);
  throw notThere(`${run}/${step}`, name, names);
}

function deleted(reference: string): ZenError {
  return new ZenError("not_found", `The artifact '${reference}' was deleted.`, {
    hint: "Run the pipeline again: what is missing is then computed anew.",
  });
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
