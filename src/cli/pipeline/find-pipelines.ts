import type { Pipeline } from "../../domain/entities/pipeline.js";
import type { Summary } from "../../domain/resources.js";
import type { ZenStore } from "../../store/zen-store.js";

/**
 * All versions of a pipeline given by name, newest first; the one version given by
 * `NAME:VERSION`, `NAME@VERSION`, id or id prefix.
 * Errors: `not_found`, `ambiguous`.
 */
export async function findPipelines(
  store: ZenStore,
  reference: string,
  version?: number,
): Promise<readonly Summary<"pipeline">[]> {
  const named = version === undefined ? await namedVersion(store, reference) : undefined;
  if (named !== undefined) return [named];
  if (version !== undefined) return [await store.pipelines.get(reference, { version })];
  const versions: Summary<"pipeline">[] = [];
  const filters = [{ field: "name", operator: "eq", value: reference }] as const;
  const sort = { field: "created", direction: "desc" } as const;
  for await (const pipeline of store.pipelines.all({ filters, sort })) versions.push(pipeline);
  if (versions.length === 0) return [await store.pipelines.get(reference)];
  return versions.sort((left, right) => right.version - left.version);
}

/** `training:2` and `training@2`, where no pipeline has that very name. */
async function namedVersion(
  store: ZenStore,
  reference: string,
): Promise<Summary<"pipeline"> | undefined> {
  const [, name = "", version] = /^(.+)[:@](\d+)$/.exec(reference) ?? [];
  if (version === undefined) return undefined;
  const { items } = await store.pipelines.list({
    filters: [{ field: "name", operator: "eq", value: reference }],
    limit: 1,
  });
  return items[0] === undefined
    ? store.pipelines.get(name, { version: Number(version) })
    : undefined;
}

/** The newest version of a name, or exactly what an id or `version` says. */
export async function findPipeline(
  store: ZenStore,
  reference: string,
  version?: number,
): Promise<Pipeline> {
  const [newest] = await findPipelines(store, reference, version);
  return store.pipelines.get(newest?.id ?? reference);
}
