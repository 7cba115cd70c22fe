// Inputs of steps that are artifacts from before the run: literal values of one shape, so that the graph
// names them as they were written, and a run looks up what they mean when it starts.
import type { Artifact } from "../../domain/entities/artifact.js";
import type { Json, JsonRecord } from "../../domain/entities/fields.js";
import { ZenError, isZenError } from "../../domain/errors.js";
import type { Graph } from "../../domain/graph.js";
import { findArtifact } from "./find-artifact.js";
import type { ReferenceStore } from "./find-artifact.js";

const KEY = "$artifact";

/** The literal that stands for an artifact. */
export function artifactLiteral(reference: string): { readonly [KEY]: string } {
  return { [KEY]: reference };
}

/** The reference in such a literal; undefined for every other value. */
export function artifactReference(value: Json): string | undefined {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return undefined;
  const reference = value[KEY];
  return typeof reference === "string" && Object.keys(value).length === 1 ? reference : undefined;
}

export interface ExternalPlace {
  readonly store: ReferenceStore;
  /** The artifact store that steps read from. */
  readonly artifactStoreId: string;
  /** What a run that goes on, or is repeated in part, has read so far: reference → id. */
  readonly known?: ReadonlyMap<string, string> | undefined;
}

/** Reference → artifact, for all inputs of a graph. Errors: `pipeline_invalid` with all problems. */
export async function resolveExternals(
  graph: Graph,
  place: ExternalPlace,
): Promise<ReadonlyMap<string, Artifact>> {
  const found = new Map<string, Artifact>();
  const problems: string[] = [];
  for (const reference of referencesOf(graph)) {
    try {
      const artifact = await resolved(reference, place);
      const problem = placeProblem(artifact, reference, place);
      if (problem === undefined) found.set(reference, artifact);
      else problems.push(problem);
    } catch (error) {
      if (!isZenError(error)) throw error;
      problems.push(`${error.message}${error.hint === undefined ? "" : ` ${error.hint}`}`);
    }
  }
  if (problems.length === 0) return found;
  const list = problems.length === 1 ? ` ${problems[0]}` : `\n  - ${problems.join("\n  - ")}`;
  throw new ZenError(
    "pipeline_invalid",
    `Pipeline '${graph.name}' takes artifacts that cannot be used:${list}`,
    { hint: "zenml artifact version list", details: { problems } },
  );
}

/** A version that was registered since the run began is for the next one. */
async function resolved(reference: string, { store, known }: ExternalPlace): Promise<Artifact> {
  const id = known?.get(reference);
  if (id === undefined) return findArtifact(store, reference);
  const artifact = await store.artifacts.find(id);
  if (artifact !== undefined) return artifact;
  throw new ZenError("not_found", `What '${reference}' meant when the run began was deleted.`, {
    hint: "Begin a new run.",
  });
}

const RECORD = "artifacts";

/** For the run's record of what it was executed with; nothing where it reads none. */
export function recordedExternals(externals: ReadonlyMap<string, Artifact>): JsonRecord {
  if (externals.size === 0) return {};
  const ids = [...externals].map(([reference, { id }]) => [reference, id]);
  return { [RECORD]: Object.fromEntries(ids) };
}

/** Reference → id, as a run recorded them. */
export function knownExternals(environment: JsonRecord | undefined): ReadonlyMap<string, string> {
  const record = environment?.[RECORD];
  if (typeof record !== "object" || record === null) return new Map();
  const entries = Object.entries(record);
  return new Map(entries.flatMap(([name, id]) => (typeof id === "string" ? [[name, id]] : [])));
}

function referencesOf(graph: Graph): ReadonlySet<string> {
  const inputs = [
    ...graph.steps.flatMap((step) => Object.values(step.inputs)),
    ...(graph.maps ?? []).flatMap((map) => Object.values(map.over)),
  ];
  return new Set(
    inputs.flatMap((input) => ("value" in input ? (artifactReference(input.value) ?? []) : [])),
  );
}

function placeProblem(
  { path, artifact_store_id }: Artifact,
  reference: string,
  { artifactStoreId }: ExternalPlace,
): string | undefined {
  if (path === null || artifact_store_id === artifactStoreId) return undefined;
  return (
    `'${reference}' lies in another artifact store than the stack's; ` +
    "register it again while this stack is active."
  );
}
