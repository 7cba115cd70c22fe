// What kind of value each field holds: filters and columns are derived from it. Said here once more
// than in the schemas, so that neither needs the schema library; a test holds the two together.
import { COMPONENT_TYPES } from "./component-types.js";
import type { Entities, ResourceName } from "./resources.js";
import { STATUSES } from "./status.js";

export interface FieldKind {
  readonly type: "text" | "time" | "integer" | "real" | "boolean" | "json";
  readonly nullable: boolean;
  /** Of an enumeration. */
  readonly values: readonly string[] | null;
}

const kind = (type: FieldKind["type"]): FieldKind => ({ type, nullable: false, values: null });
const orNull = (kind: FieldKind): FieldKind => ({ ...kind, nullable: true });
const oneOf = (values: readonly string[]): FieldKind => ({ ...text, values });

const text = kind("text");
const time = kind("time");
const integer = kind("integer");
const real = kind("real");
const json = kind("json");

const BASE = { id: text, created: time, updated: time };
const SCOPED = { ...BASE, project_id: text, user_id: text };

/** In the order of the schemas. */
const KINDS: {
  readonly [Name in ResourceName]: { readonly [Field in keyof Entities[Name]]: FieldKind };
} = {
  user: { ...BASE, name: text },
  project: { ...BASE, name: text, description: text },
  flavor: {
    ...SCOPED,
    name: text,
    type: oneOf(COMPONENT_TYPES),
    source: text,
    config_schema: json,
  },
  component: {
    ...SCOPED,
    name: text,
    type: oneOf(COMPONENT_TYPES),
    flavor: text,
    configuration: json,
    shared: kind("boolean"),
  },
  stack: { ...SCOPED, name: text, shared: kind("boolean"), components: json },
  pipeline: {
    ...SCOPED,
    name: text,
    version: integer,
    spec_hash: text,
    description: orNull(text),
    graph: json,
  },
  run: {
    ...SCOPED,
    name: text,
    pipeline_id: orNull(text),
    pipeline_name: text,
    stack_id: orNull(text),
    stack_name: text,
    status: oneOf(STATUSES),
    started: orNull(time),
    ended: orNull(time),
    step_count: integer,
    parameters: json,
    failure: orNull(json),
    environment: json,
    configuration: json,
    graph: json,
    source: orNull(json),
    original_run_id: orNull(text),
    schedule_id: orNull(text),
    runner_id: orNull(text),
    runner: orNull(json),
    lease_expires: orNull(time),
    cancel_requested: orNull(time),
  },
  step: {
    ...SCOPED,
    run_id: text,
    name: text,
    step_name: text,
    position: integer,
    status: oneOf(STATUSES),
    attempt: integer,
    started: orNull(time),
    ended: orNull(time),
    duration_ms: orNull(real),
    upstream: json,
    parameters: json,
    inputs: json,
    outputs: json,
    cache_key: orNull(text),
    original_step_id: orNull(text),
    failure: orNull(json),
    metadata: json,
    cache_parts: orNull(json),
    map_name: orNull(text),
    item_index: orNull(integer),
  },
  artifact: {
    ...SCOPED,
    name: text,
    step_id: orNull(text),
    run_id: orNull(text),
    artifact_store_id: orNull(text),
    materializer: text,
    data_type: text,
    media_type: text,
    content_hash: text,
    size: real,
    path: orNull(text),
    metadata: json,
    preview: orNull(text),
    inline: orNull(text),
  },
  schedule: {
    ...SCOPED,
    name: text,
    pipeline_name: text,
    file: text,
    export: orNull(text),
    configuration: json,
    stack_name: orNull(text),
    cron_expression: orNull(text),
    interval_second: orNull(real),
    time_zone: text,
    start_time: orNull(time),
    end_time: orNull(time),
    catchup: kind("boolean"),
    active: kind("boolean"),
    last_fired: orNull(time),
    last_run_id: orNull(text),
  },
  tag: { ...SCOPED, name: text, artifact_id: text },
  artifact_version: {
    ...SCOPED,
    name: text,
    version: integer,
    artifact_id: text,
    description: orNull(text),
  },
  role: { ...BASE, name: text, permissions: json },
  team: { ...BASE, name: text, members: json },
  role_assignment: {
    ...BASE,
    role_id: text,
    user_id: orNull(text),
    team_id: orNull(text),
    project_id: orNull(text),
  },
  account: {
    ...BASE,
    user_id: text,
    kind: oneOf(["person", "service"]),
    full_name: text,
    email: orNull(text),
    active: kind("boolean"),
    password_hash: orNull(text),
    password_changed: orNull(time),
    activation_hash: orNull(text),
    activation_expires: orNull(time),
  },
  api_token: {
    ...BASE,
    user_id: text,
    name: text,
    prefix: text,
    token_hash: text,
    scopes: json,
    expires: orNull(time),
    revoked: orNull(time),
  },
  login_session: { ...BASE, user_id: text, token_hash: text, expires: time, peer: text },
  audit_entry: {
    ...BASE,
    actor_id: orNull(text),
    actor_name: text,
    action: text,
    resource: text,
    target_id: orNull(text),
    target_name: orNull(text),
    project_id: orNull(text),
    peer: orNull(text),
    request_id: orNull(text),
    details: json,
  },
  request_key: { ...BASE, digest: text },
};

/** The fields that may be null, as they are before somebody sets them. */
export function nullsOf(resource: ResourceName): Record<string, null> {
  const kinds: Readonly<Record<string, FieldKind>> = KINDS[resource];
  const nulls: Record<string, null> = {};
  for (const field in kinds) if (kinds[field]?.nullable === true) nulls[field] = null;
  return nulls;
}

/** Every field of a resource, in the order of its schema. */
export function fieldKinds({
  name,
}: {
  readonly name: ResourceName;
}): ReadonlyMap<string, FieldKind> {
  return new Map(Object.entries(KINDS[name]));
}
