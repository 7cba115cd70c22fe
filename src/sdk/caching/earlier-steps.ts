// Executions that steps can be compared with: those most likely to be alike come first. What many steps
// ask for is read together.
import type { Artifact } from "../../domain/entities/artifact.js";
import type { Run } from "../../domain/entities/run.js";
import type { StepRun } from "../../domain/entities/step.js";
import type { Filter, Query } from "../../domain/query.js";
import type { Summary } from "../../domain/resources.js";
import type { ZenStore } from "../../store/zen-store.js";
import { byIds } from "../../store/by-ids.js";
import { Gathered } from "./gathered.js";

const RUNS = 5;
const OTHERS = 5;
/** What a list gives at most. */
const PAGE = 1000;
const KEYS = 200;
/** So often one key is likely to be there. */
const FEW = 20;
const HAS_RESULT: Filter = { field: "status", operator: "in", value: ["completed", "cached"] };
const NEWEST = { field: "created", direction: "desc" } as const;

interface SameKey {
  readonly rows: readonly Summary<"step">[];
  readonly isWhole: boolean;
}

export class EarlierSteps {
  readonly #store: ZenStore;
  readonly #own: string | undefined;
  readonly #ownKeys: ReadonlyMap<string, readonly StepRun[]>;
  readonly #steps: Gathered<StepRun>;
  readonly #artifacts: Gathered<Artifact>;
  readonly #runNames: Gathered<string>;
  readonly #sameKeys: Gathered<SameKey>;
  /** Steps of the runs before a run, by its id and then by name. */
  readonly #runsBefore = new Map<string, Gathered<readonly StepRun[]>>();
  /** Ids of steps of a definition that other runs executed, the newest first. */
  readonly #elsewhere = new Map<string, Promise<readonly Summary<"step">[]>>();

  /** `own`: all that was executed in the run that is explained, where that was read already. */
  constructor(store: ZenStore, own: readonly StepRun[] = []) {
    this.#store = store;
    this.#own = own[0]?.run_id;
    this.#ownKeys = groupBy(own.filter(isCompleted).toSorted(newestFirst), keyOf);
    this.#steps = new Gathered((ids) => wholeByIds(store.steps, ids), KEYS);
    for (const step of own) this.#steps.know(step.id, step);
    this.#artifacts = new Gathered((ids) => wholeByIds(store.artifacts, ids), KEYS);
    this.#sameKeys = new Gathered((keys) => this.#listSameKeys(keys), KEYS);
    this.#runNames = new Gathered(async (ids) => {
      // From a list, which leaves the graph of the run where it is.
      const runs = await byIds(store.runs, ids);
      return new Map(runs.map(({ id, name }) => [id, name]));
    }, KEYS);
  }

  step(id: string): Promise<StepRun | undefined> {
    return this.#steps.get(id);
  }

  artifact(id: string): Promise<Artifact | undefined> {
    return this.#artifacts.get(id);
  }

  /** `RUN/STEP`. */
  async nameOf(step: StepRun): Promise<string> {
    return `${(await this.#runNames.get(step.run_id)) ?? step.run_id}/${step.name}`;
  }

  /** The newest earlier step with the same key that computed its outputs. */
  async sameKey(step: StepRun): Promise<StepRun | undefined> {
    if (step.cache_key === null) return undefined;
    const isEarlier = (other: Summary<"step">) =>
      other.created < step.created && other.id !== step.id;
    const known = await this.#sameKeys.get(step.cache_key);
    const own = this.#ownKeys.get(step.cache_key) ?? [];
    const found = [...own, ...(known?.rows ?? [])].toSorted(newestFirst).find(isEarlier);
    if (found !== undefined) return this.step(found.id);
    if (known?.isWhole !== false) return undefined;
    const { items } = await this.#store.steps.list({
      filters: [
        { field: "cache_key", operator: "eq", value: step.cache_key },
        { field: "status", operator: "eq", value: "completed" },
        { field: "created", operator: "lt", value: step.created },
      ],
      sort: NEWEST,
      limit: 1,
    });
    return items[0] === undefined ? undefined : this.step(items[0].id);
  }

  /**
   * The same invocation (also the same item of a map) in earlier runs of the pipeline, then the step
   * wherever else it was executed, the newest of each first.
   */
  async before(step: StepRun, run: Run | undefined): Promise<StepRun[]> {
    const same = run === undefined ? [] : ((await this.#before(run).get(step.name)) ?? []);
    const others = await this.#others(step);
    const known = new Set(same.map(({ id }) => id));
    const ids = others.map(({ id }) => id).filter((id) => !known.has(id));
    const found = await Promise.all(ids.map((id) => this.step(id)));
    return [...same, ...found.filter((other) => other !== undefined)];
  }

  async #listSameKeys(keys: readonly string[]): Promise<ReadonlyMap<string, SameKey>> {
    const { items, next_cursor } = await this.#store.steps.list({
      filters: [
        { field: "cache_key", operator: "in", value: keys },
        { field: "status", operator: "eq", value: "completed" },
        ...(this.#own === undefined ? [] : [elsewhere(this.#own)]),
      ],
      sort: NEWEST,
      limit: Math.min(PAGE, FEW * keys.length),
    });
    const rows = groupBy(items, keyOf);
    const isWhole = next_cursor === null;
    return new Map(keys.map((key) => [key, { rows: rows.get(key) ?? [], isWhole }]));
  }

  #before(run: Run): Gathered<readonly StepRun[]> {
    let known = this.#runsBefore.get(run.id);
    if (known === undefined) {
      const runs = this.#listRunsBefore(run);
      known = new Gathered(async (names) => this.#listInvocations(await runs, names), PAGE / RUNS);
      this.#runsBefore.set(run.id, known);
    }
    return known;
  }

  async #listRunsBefore(run: Run): Promise<readonly string[]> {
    const { items } = await this.#store.runs.list({
      filters: [
        { field: "pipeline_name", operator: "eq", value: run.pipeline_name },
        { field: "created", operator: "lte", value: run.created },
      ],
      sort: NEWEST,
      limit: RUNS + 1,
    });
    return items
      .map(({ id }) => id)
      .filter((id) => id !== run.id)
      .slice(0, RUNS);
  }

  /** A name is there once a run: all of them fit on a page. */
  async #listInvocations(
    runs: readonly string[],
    names: readonly string[],
  ): Promise<ReadonlyMap<string, readonly StepRun[]>> {
    if (runs.length === 0) return new Map();
    const { items } = await this.#store.steps.listWhole({
      filters: [
        { field: "run_id", operator: "in", value: runs },
        { field: "name", operator: "in", value: names },
        HAS_RESULT,
      ],
      sort: NEWEST,
      limit: PAGE,
    });
    return groupBy(items, ({ name }) => name);
  }

  async #others(step: StepRun): Promise<readonly Summary<"step">[]> {
    const key = `${step.run_id} ${step.step_name}`;
    const newest = this.#elsewhere.get(key) ?? this.#listElsewhere(step);
    this.#elsewhere.set(key, newest);
    const rows = await newest;
    // Asked for by another step of the run, it may hold what is newer than this one.
    const isEarlier = rows.every(({ created }) => created < step.created);
    return isEarlier ? rows : this.#listElsewhere(step);
  }

  async #listElsewhere(step: StepRun): Promise<readonly Summary<"step">[]> {
    const { items } = await this.#store.steps.list({
      filters: [
        { field: "step_name", operator: "eq", value: step.step_name },
        { field: "created", operator: "lt", value: step.created },
        elsewhere(step.run_id),
        HAS_RESULT,
      ],
      sort: NEWEST,
      limit: OTHERS,
    });
    return items;
  }
}

function elsewhere(run: string): Filter {
  return { field: "run_id", operator: "ne", value: run };
}

function isCompleted({ status }: StepRun): boolean {
  return status === "completed";
}

function keyOf({ cache_key }: Summary<"step">): string {
  return cache_key ?? "";
}

function newestFirst(left: Summary<"step">, right: Summary<"step">): number {
  return left.created < right.created ? 1 : left.created > right.created ? -1 : 0;
}

async function wholeByIds<Row extends { readonly id: string }>(
  entities: { listWhole(query: Query): Promise<{ readonly items: readonly Row[] }> },
  ids: readonly string[],
): Promise<ReadonlyMap<string, Row>> {
  const filters = [{ field: "id", operator: "in", value: ids }] as const;
  const { items } = await entities.listWhole({ filters, limit: PAGE });
  return new Map(items.map((row) => [row.id, row]));
}

function groupBy<Row>(rows: readonly Row[], keyOf: (row: Row) => string) {
  const groups = new Map<string, Row[]>();
  for (const row of rows) {
    const group = groups.get(keyOf(row));
    if (group === undefined) groups.set(keyOf(row), [row]);
    else group.push(row);
  }
  return groups;
}
