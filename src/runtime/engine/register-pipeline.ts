// A pipeline's spec hash identifies it: a known one is found again, another one under the same name
// becomes the next version.
import type { Pipeline } from "../../domain/entities/pipeline.js";
import { isZenError } from "../../domain/errors.js";
import type { Filter } from "../../domain/query.js";
import type { Summary } from "../../domain/resources.js";
import type { ZenStore } from "../../store/zen-store.js";
import type { CompiledPipeline } from "../compiled-pipeline.js";

export interface RegisteredPipeline {
  readonly id: string;
  readonly version: number;
  /** Made by this call. */
  readonly isNew: boolean;
}

const ATTEMPTS = 5;

export async function registerPipeline(
  store: Pick<ZenStore, "pipelines">,
  pipeline: Pick<CompiledPipeline, "graph" | "spec_hash">,
): Promise<RegisteredPipeline> {
  for (let attempt = 1; ; attempt++) {
    const known = await newest(store, pipeline.graph.name, pipeline.spec_hash);
    if (known !== undefined) return { id: known.id, version: known.version, isNew: false };
    try {
      const made = await nextVersion(store, pipeline);
      return { id: made.id, version: made.version, isNew: true };
    } catch (error) {
      // Somebody else registered the same version in between.
      if (!isZenError(error, "entity_exists") || attempt === ATTEMPTS) throw error;
    }
  }
}

async function nextVersion(
  store: Pick<ZenStore, "pipelines">,
  pipeline: Pick<CompiledPipeline, "graph" | "spec_hash">,
): Promise<Pipeline> {
  const last = await newest(store, pipeline.graph.name);
  return store.pipelines.create({
    name: pipeline.graph.name,
    version: (last?.version ?? 0) + 1,
    spec_hash: pipeline.spec_hash,
    description: pipeline.graph.description,
    graph: pipeline.graph,
  });
}

async function newest(
  store: Pick<ZenStore, "pipelines">,
  name: string,
  specHash?: string,
): Promise<Summary<"pipeline"> | undefined> {
  const filters: Filter[] = [{ field: "name", operator: "eq", value: name }];
  if (specHash !== undefined) filters.push({ field: "spec_hash", operator: "eq", value: specHash });
  let best: Summary<"pipeline"> | undefined;
  for await (const one of store.pipelines.all({ filters })) {
    if (best === undefined || one.version > best.version) best = one;
  }
  return best;
}
