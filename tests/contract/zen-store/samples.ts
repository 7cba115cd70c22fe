// Valid entities of every resource, each different from the others where its filters look.
import type { Entities, OpenName, ResourceName } from "../../../src/domain/resources.js";
import { RESOURCES } from "../../../src/domain/resources.js";
import type { CreateInput, EntityStore, ZenStore } from "../../../src/store/zen-store.js";

export const GRAPH: Entities["run"]["graph"] = {
  version: 1,
  name: "training",
  description: null,
  params: { trees: 50 },
  enable_cache: true,
  settings: {},
  extra: { "ключ 🙂": [1, null] },
  steps: [],
};

export function uuid(number: number, prefix = "00000000"): string {
  return `${prefix}-0000-4000-8000-${number.toString(16).padStart(12, "0")}`;
}

export function time(number: number): string {
  return new Date(Date.UTC(2026, 0, 1) + number * 3_600_000).toISOString();
}

const STATUSES = ["pending", "running", "completed", "failed"] as const;
const TYPES = ["orchestrator", "artifact_store", "alerter"] as const;

type Inputs = {
  [Name in OpenName]: (number: number, run: string, artifact: string) => CreateInput<Name>;
};

function created(number: number) {
  // Two of each time: ties are broken by id.
  return { created: time(Math.floor(number / 2)), updated: time(number) };
}

const INPUTS: Inputs = {
  user: (n) => ({ ...created(n), name: `user ${n}` }),
  project: (n) => ({ ...created(n), name: `project ${n}`, description: `number ${n}` }),
  flavor: (n) => ({
    ...created(n),
    name: `flavor ${n}`,
    type: TYPES[n % TYPES.length] ?? "alerter",
    source: `./flavors/${n}.ts`,
    config_schema: { type: "object", properties: { path: { type: "string" } } },
  }),
  component: (n) => ({
    ...created(n),
    name: `component ${n}`,
    type: TYPES[n % TYPES.length] ?? "alerter",
    flavor: n % 2 === 0 ? "local" : "s3",
    configuration: {
      path: `/data/${n}`,
      nested: { list: [1, "two", null, true, { "ключ 🙂": 0.5 }] },
    },
    shared: n % 2 === 0,
  }),
  stack: (n) => ({
    ...created(n),
    name: `stack ${n}`,
    shared: n % 2 === 0,
    components: { orchestrator: { id: uuid(n), name: "default" } },
  }),
  pipeline: (n) => ({
    ...created(n),
    name: `pipeline ${n % 3}`,
    version: n + 1,
    spec_hash: `hash ${n % 2}`,
    description: n % 2 === 0 ? null : 'it\'s "quoted"\nand long',
    graph: GRAPH,
  }),
  run: (n) => ({
    ...created(n),
    name: `run ${n}`,
    pipeline_id: null,
    pipeline_name: `pipeline ${n % 2}`,
    stack_id: n % 2 === 0 ? null : uuid(n),
    stack_name: `stack ${n % 3}`,
    status: STATUSES[n % STATUSES.length] ?? "pending",
    started: n % 3 === 0 ? null : time(n),
    ended: n % 2 === 0 ? null : time(n + 1),
    step_count: n,
    parameters: { trees: n, rate: 0.1 },
    failure:
      n % 2 === 0
        ? null
        : { message: "no", name: "Error", step: null, location: "a.ts:1:2", stack: null },
    environment: { node: "20.20.2" },
    configuration: { enable_cache: true },
    graph: GRAPH,
    source: n % 2 === 0 ? null : { root: "/project", file: "a.ts", export: "training", code: {} },
    original_run_id: null,
    schedule_id: n % 3 === 0 ? null : uuid(n),
    runner_id: n % 2 === 0 ? null : `runner ${n}`,
    runner: n % 2 === 0 ? null : { host: "here", process_id: n + 1, process_started: time(n) },
    lease_expires: n % 2 === 0 ? null : time(n + 1),
    cancel_requested: null,
  }),
  step: (n, run) => ({
    ...created(n),
    run_id: run,
    name: `step ${n}`,
    step_name: `step ${n % 2}`,
    position: n,
    status: STATUSES[n % STATUSES.length] ?? "pending",
    attempt: 1,
    started: null,
    ended: null,
    duration_ms: n % 2 === 0 ? null : n + 0.25,
    upstream: n === 0 ? [] : [`step ${n - 1}`],
    parameters: {},
    inputs: { data: uuid(n % 3, "aaaaaaaa"), more: uuid(n, "bbbbbbbb") },
    outputs: { model: uuid(n, "cccccccc") },
    cache_key: n % 3 === 0 ? null : `key ${n % 2}`,
    original_step_id: null,
    failure: null,
    metadata: { accuracy: 0.9 },
    cache_parts: null,
    map_name: n % 2 === 0 ? null : `map ${n % 3}`,
    item_index: n % 2 === 0 ? null : n,
  }),
  artifact: (n) => ({
    ...created(n),
    name: `artifact ${n}`,
    step_id: null,
    run_id: null,
    artifact_store_id: null,
    materializer: n % 2 === 0 ? "json" : "bytes",
    data_type: `type ${n % 3}`,
    media_type: "application/json",
    content_hash: `sha256:${n % 2}`,
    size: n * 3_000_000_000,
    path: n % 2 === 0 ? null : `a/${n}`,
    metadata: {},
    preview: n % 2 === 0 ? null : "{…} 🙂",
    inline: n % 2 === 0 ? "text\u0000with a zero" : null,
  }),
  schedule: (n) => ({
    ...created(n),
    name: `schedule ${n}`,
    pipeline_name: `pipeline ${n % 2}`,
    file: `/project/${n}.ts`,
    export: n % 2 === 0 ? null : "training",
    configuration: { parameters: { trees: n } },
    stack_name: null,
    cron_expression: n % 2 === 0 ? "0 6 * * *" : null,
    interval_second: n % 2 === 0 ? null : n + 0.5,
    time_zone: "Europe/Berlin",
    start_time: null,
    end_time: n % 3 === 0 ? null : time(n),
    catchup: n % 2 === 0,
    active: n % 3 === 0,
    last_fired: null,
    last_run_id: null,
  }),
  tag: (n, _run, artifact) => ({ ...created(n), name: `tag ${n}`, artifact_id: artifact }),
  artifact_version: (n, _run, artifact) => ({
    ...created(n),
    name: `dataset ${n % 3}`,
    version: n + 1,
    artifact_id: artifact,
    description: n % 2 === 0 ? null : "cleaned",
  }),
  role: (n) => ({
    ...created(n),
    name: `role ${n}`,
    permissions: n % 2 === 0 ? [] : ["read:*", "write:run"],
  }),
  team: (n) => ({ ...created(n), name: `team ${n}`, members: n % 2 === 0 ? [] : [uuid(n)] }),
};

/** The store of a resource, by its singular name. */
export function entitiesOf<Name extends ResourceName>(
  store: ZenStore,
  resource: Name,
): EntityStore<Name> {
  const key = RESOURCES[resource].plural as keyof ZenStore;
  return store[key] as unknown as EntityStore<Name>;
}

export class Samples {
  readonly #store: ZenStore;
  #run: string | undefined;
  #artifact: string | undefined;
  #created = 0;

  constructor(store: ZenStore) {
    this.#store = store;
  }

  async input<Name extends OpenName>(resource: Name, number = 0): Promise<CreateInput<Name>> {
    if (resource === "step") this.#run ??= (await this.create("run", 900)).id;
    if (resource === "tag" || resource === "artifact_version") {
      this.#artifact ??= (await this.create("artifact", 900)).id;
    }
    return INPUTS[resource](number, this.#run ?? "", this.#artifact ?? "");
  }

  async create<Name extends OpenName>(
    resource: Name,
    number = (this.#created += 1),
    more: Partial<Entities[Name]> = {},
  ): Promise<Entities[Name]> {
    const input = await this.input(resource, number);
    return entitiesOf(this.#store, resource).create({ ...input, ...more });
  }
}
