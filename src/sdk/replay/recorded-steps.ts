// What a run has of its steps, for whoever compares with it: rows, and what the finished ones put out.
import type { Artifact } from "../../domain/entities/artifact.js";
import type { Run } from "../../domain/entities/run.js";
import type { Summary } from "../../domain/resources.js";
import { isDone } from "../../domain/status.js";
import type { LookupStore } from "../../runtime/engine/cache-lookup.js";

export class RecordedSteps {
  readonly #store: LookupStore;
  readonly rows: ReadonlyMap<string, Summary<"step">>;

  private constructor(store: LookupStore, rows: ReadonlyMap<string, Summary<"step">>) {
    this.#store = store;
    this.rows = rows;
  }

  static async read(store: LookupStore, run: Pick<Run, "id">): Promise<RecordedSteps> {
    const rows = new Map<string, Summary<"step">>();
    const filters = [{ field: "run_id", operator: "eq", value: run.id }] as const;
    for await (const row of store.steps.all({ filters, limit: 1000 })) rows.set(row.name, row);
    return new RecordedSteps(store, rows);
  }

  /** Undefined when it did not finish, or when one of its outputs was deleted. */
  async outputsOf(name: string): Promise<Readonly<Record<string, Artifact>> | undefined> {
    const row = this.rows.get(name);
    if (row === undefined || !isDone(row)) return undefined;
    const entries = Object.entries(row.outputs);
    const found: Record<string, Artifact> = {};
    for (const [output, id] of entries) {
      const artifact = await this.#store.artifacts.find(id);
      if (artifact === undefined) return undefined;
      found[output] = artifact;
    }
    return found;
  }
}
