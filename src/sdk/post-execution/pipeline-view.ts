import type { Filter } from "../../domain/query.js";
import type { Summary } from "../../domain/resources.js";
import type { ReadingContext } from "./reading-context.js";
import { shownRuns } from "../running/shown-status.js";
import { RunView } from "./run-view.js";

/** A pipeline by name, with all its versions. */
export class PipelineView {
  readonly #context: ReadingContext;
  /** Newest first; never empty. */
  readonly versions: readonly Summary<"pipeline">[];
  readonly entity: Summary<"pipeline">;

  constructor(
    context: ReadingContext,
    newest: Summary<"pipeline">,
    older: readonly Summary<"pipeline">[],
  ) {
    this.#context = context;
    this.versions = [newest, ...older];
    this.entity = newest;
  }

  get id(): string {
    return this.entity.id;
  }

  get name(): string {
    return this.entity.name;
  }

  /** The newest version. */
  get version(): number {
    return this.entity.version;
  }

  get description(): string | null {
    return this.entity.description;
  }

  /** Runs of every version, newest first. */
  async runs(options: { readonly limit?: number } = {}): Promise<RunView[]> {
    const ids = this.versions.map((version) => version.id);
    return listRuns(
      this.#context,
      [{ field: "pipeline_id", operator: "in", value: ids }],
      options.limit,
    );
  }

  /** The newest run; undefined when there is none. */
  async lastRun(): Promise<RunView | undefined> {
    return (await this.runs({ limit: 1 }))[0];
  }
}

/** Runs that match, newest first. */
export async function listRuns(
  context: ReadingContext,
  filters: readonly Filter[],
  limit = Number.POSITIVE_INFINITY,
): Promise<RunView[]> {
  const runs: Summary<"run">[] = [];
  const query = {
    filters,
    sort: { field: "created", direction: "desc" },
    limit: Math.min(limit, 200),
  } as const;
  for await (const run of context.store.runs.all(query)) {
    runs.push(run);
    if (runs.length >= limit) break;
  }
  const shown = await shownRuns(context.store, runs);
  return runs.map((run, index) => new RunView(context, run, shown[index]?.status));
}
