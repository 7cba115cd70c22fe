// THE table: one row per resource. Store drivers, list commands, filters and (later) routes are
// derived from it; a plain new entity is a row here, its schema (schemas.ts), its kinds of fields
// (field-kind.ts), and a migration. Plain data: reading a list needs no schema library.
import type { Account } from "./entities/account.js";
import type { ApiToken } from "./entities/api-token.js";
import type { Artifact } from "./entities/artifact.js";
import type { ArtifactVersion } from "./entities/artifact-version.js";
import type { AuditEntry } from "./entities/audit-entry.js";
import type { Component } from "./entities/component.js";
import type { FlavorEntity } from "./entities/flavor.js";
import type { LoginSession } from "./entities/login-session.js";
import type { Pipeline } from "./entities/pipeline.js";
import type { Project } from "./entities/project.js";
import type { RequestKey } from "./entities/request-key.js";
import type { RoleAssignment } from "./entities/role-assignment.js";
import type { RoleEntity } from "./entities/role.js";
import type { Run } from "./entities/run.js";
import type { Schedule } from "./entities/schedule.js";
import type { Stack } from "./entities/stack.js";
import type { StepRun } from "./entities/step.js";
import type { Tag } from "./entities/tag.js";
import type { Team } from "./entities/team.js";
import type { User } from "./entities/user.js";

export type { Plurals } from "./plurals.js";

export interface Entities {
  user: User;
  project: Project;
  flavor: FlavorEntity;
  component: Component;
  stack: Stack;
  pipeline: Pipeline;
  run: Run;
  step: StepRun;
  artifact: Artifact;
  schedule: Schedule;
  tag: Tag;
  artifact_version: ArtifactVersion;
  role: RoleEntity;
  team: Team;
  role_assignment: RoleAssignment;
  account: Account;
  api_token: ApiToken;
  login_session: LoginSession;
  audit_entry: AuditEntry;
  request_key: RequestKey;
}
export type ResourceName = keyof Entities;
/** What the server keeps about itself. */
export type SealedName =
  "role_assignment" | "account" | "api_token" | "login_session" | "audit_entry" | "request_key";
/** What sessions work with. */
export type OpenName = Exclude<ResourceName, SealedName>;

/** What happens to a resource when the one it points to is deleted. */
export type OnDelete = "cascade" | "set_null" | "restrict";

export interface Parent {
  readonly resource: OpenName;
  readonly field: string;
  readonly on_delete: OnDelete;
}

export interface Resource<Name extends ResourceName = ResourceName> {
  readonly name: Name;
  readonly plural: string;
  /** What people call one of them in a sentence. */
  readonly label: string;
  /** Configuration is small and shared by git; history is many small writes. */
  readonly home: "configuration" | "history";
  readonly scope: "global" | "project";
  /** Fields that together are unique; null when nothing but the id is. */
  readonly unique: readonly (keyof Entities[Name] & string)[] | null;
  readonly parents: readonly Parent[];
  /** Fields left out of lists: large ones, and what only one run at a time is asked for. */
  readonly details: readonly (keyof Entities[Name] & string)[];
  /** Fields that lists may filter by. Each is indexed or bounded by one that is. */
  readonly filters: readonly (keyof Entities[Name] & string)[];
  /** Fields that lists may sort by; each is indexed together with the scope. */
  readonly sorts: readonly (keyof Entities[Name] & string)[];
  /** Sorts that need no index of their own: offered where an equal `by` filter bounds the list. */
  readonly bounded?: {
    readonly by: keyof Entities[Name] & string;
    readonly sorts: readonly (keyof Entities[Name] & string)[];
  };
  /** Further indexes, beyond unique keys, parents and sorts. */
  readonly indexes: readonly (readonly (keyof Entities[Name] & string)[])[];
  /** Its owner may share it with all who are in the project. */
  readonly shareable?: true;
  /** Kept by the server about itself: no session changes it, and it has no routes but those made for it. */
  readonly sealed?: true;
  /** Fields of the shape name → id whose ids are indexed: filter operator `has`. */
  readonly links: readonly (keyof Entities[Name] & string)[];
}

// What people make is theirs: two of them may give one name, and neither learns of the other's.
const OWNED = ["project_id", "user_id"] as const;
const PROJECT: Parent = { resource: "project", field: "project_id", on_delete: "restrict" };

export const RESOURCES: { readonly [Name in ResourceName]: Resource<Name> } = {
  user: {
    name: "user",
    plural: "users",
    label: "user",
    home: "configuration",
    scope: "global",
    unique: ["name"],
    parents: [],
    details: [],
    filters: ["id", "name", "created"],
    sorts: ["name", "created"],
    indexes: [],
    links: [],
  },
  project: {
    name: "project",
    plural: "projects",
    label: "project",
    home: "configuration",
    scope: "global",
    unique: ["name"],
    parents: [],
    details: [],
    filters: ["id", "name", "created"],
    sorts: ["name", "created"],
    indexes: [],
    links: [],
  },
  flavor: {
    name: "flavor",
    plural: "flavors",
    label: "flavor",
    home: "configuration",
    scope: "project",
    unique: [...OWNED, "type", "name"],
    parents: [PROJECT],
    details: ["config_schema"],
    filters: ["id", "name", "type", "user_id", "created"],
    sorts: ["name", "created"],
    indexes: [],
    links: [],
  },
  component: {
    name: "component",
    plural: "components",
    label: "stack component",
    home: "configuration",
    scope: "project",
    unique: [...OWNED, "type", "name"],
    parents: [PROJECT],
    details: [],
    filters: ["id", "name", "type", "flavor", "user_id", "created"],
    sorts: ["name", "created"],
    indexes: [],
    shareable: true,
    links: [],
  },
  stack: {
    name: "stack",
    plural: "stacks",
    label: "stack",
    home: "configuration",
    scope: "project",
    unique: [...OWNED, "name"],
    parents: [PROJECT],
    details: [],
    filters: ["id", "name", "user_id", "created"],
    sorts: ["name", "created"],
    indexes: [],
    shareable: true,
    links: [],
  },
  pipeline: {
    name: "pipeline",
    plural: "pipelines",
    label: "pipeline",
    home: "history",
    scope: "project",
    unique: [...OWNED, "name", "version"],
    parents: [PROJECT],
    details: ["graph"],
    filters: ["id", "name", "version", "spec_hash", "user_id", "created"],
    sorts: ["created", "name"],
    indexes: [],
    links: [],
  },
  run: {
    name: "run",
    plural: "runs",
    label: "run",
    home: "history",
    scope: "project",
    unique: [...OWNED, "name"],
    parents: [PROJECT, { resource: "pipeline", field: "pipeline_id", on_delete: "set_null" }],
    details: [
      "graph",
      "configuration",
      "environment",
      "source",
      "original_run_id",
      "schedule_id",
      "runner_id",
      "runner",
      "lease_expires",
      "cancel_requested",
    ],
    filters: [
      "id",
      "name",
      "status",
      "pipeline_id",
      "pipeline_name",
      "stack_name",
      "user_id",
      "created",
      "started",
      "ended",
    ],
    sorts: ["created", "name"],
    indexes: [
      ["project_id", "status", "created"],
      ["project_id", "user_id", "created"],
      ["pipeline_id", "created"],
      ["project_id", "pipeline_name", "created"],
      ["project_id", "stack_name", "created"],
      ["project_id", "stack_name", "name"],
      ["project_id", "status", "name"],
      ["project_id", "pipeline_name", "name"],
      ["project_id", "pipeline_name", "status", "created"],
      ["project_id", "user_id", "name"],
      ["project_id", "user_id", "status", "created"],
      ["project_id", "user_id", "pipeline_name", "created"],
      ["pipeline_id", "name"],
      ["pipeline_id", "status", "created"],
    ],
    links: [],
  },
  step: {
    name: "step",
    plural: "steps",
    label: "step",
    home: "history",
    scope: "project",
    unique: ["run_id", "name"],
    parents: [PROJECT, { resource: "run", field: "run_id", on_delete: "cascade" }],
    details: ["cache_parts"],
    filters: [
      "id",
      "run_id",
      "name",
      "step_name",
      "status",
      "cache_key",
      "inputs",
      "map_name",
      "created",
    ],
    sorts: ["created"],
    bounded: { by: "run_id", sorts: ["position", "name"] },
    indexes: [
      ["project_id", "cache_key"],
      ["project_id", "step_name", "created"],
    ],
    links: ["inputs"],
  },
  artifact: {
    name: "artifact",
    plural: "artifacts",
    label: "artifact",
    home: "history",
    scope: "project",
    unique: null,
    parents: [
      PROJECT,
      { resource: "run", field: "run_id", on_delete: "set_null" },
      { resource: "step", field: "step_id", on_delete: "set_null" },
    ],
    details: ["inline"],
    filters: ["id", "name", "run_id", "step_id", "materializer", "data_type", "created"],
    sorts: ["created", "name"],
    indexes: [],
    links: [],
  },
  schedule: {
    name: "schedule",
    plural: "schedules",
    label: "schedule",
    home: "history",
    scope: "project",
    unique: [...OWNED, "name"],
    parents: [PROJECT],
    details: [],
    filters: ["id", "name", "pipeline_name", "active", "user_id", "created"],
    sorts: ["name", "created"],
    indexes: [],
    links: [],
  },
  tag: {
    name: "tag",
    plural: "tags",
    label: "tag",
    home: "history",
    scope: "project",
    unique: ["artifact_id", "name"],
    parents: [PROJECT, { resource: "artifact", field: "artifact_id", on_delete: "cascade" }],
    details: [],
    filters: ["id", "name", "artifact_id", "user_id", "created"],
    sorts: ["name", "created"],
    indexes: [],
    links: [],
  },
  artifact_version: {
    name: "artifact_version",
    plural: "artifact_versions",
    label: "artifact version",
    home: "history",
    scope: "project",
    unique: [...OWNED, "name", "version"],
    parents: [PROJECT, { resource: "artifact", field: "artifact_id", on_delete: "restrict" }],
    details: [],
    filters: ["id", "name", "version", "artifact_id", "user_id", "created"],
    sorts: ["name", "created"],
    indexes: [],
    links: [],
  },
  role: {
    name: "role",
    plural: "roles",
    label: "role",
    home: "configuration",
    scope: "global",
    unique: ["name"],
    parents: [],
    details: [],
    filters: ["id", "name", "created"],
    sorts: ["name", "created"],
    indexes: [],
    links: [],
  },
  team: {
    name: "team",
    plural: "teams",
    label: "team",
    home: "configuration",
    scope: "global",
    unique: ["name"],
    parents: [],
    details: [],
    filters: ["id", "name", "created"],
    sorts: ["name", "created"],
    indexes: [],
    links: [],
  },
  role_assignment: {
    name: "role_assignment",
    plural: "role_assignments",
    label: "assigned role",
    home: "history",
    scope: "global",
    sealed: true,
    unique: null,
    parents: [{ resource: "role", field: "role_id", on_delete: "restrict" }],
    details: [],
    filters: ["id", "role_id", "user_id", "team_id", "project_id", "created"],
    sorts: ["created"],
    indexes: [["user_id"], ["team_id"], ["project_id"]],
    links: [],
  },
  account: {
    name: "account",
    plural: "accounts",
    label: "account",
    home: "history",
    scope: "global",
    sealed: true,
    unique: ["user_id"],
    parents: [],
    details: [],
    filters: ["id", "user_id", "created"],
    sorts: ["created"],
    indexes: [],
    links: [],
  },
  api_token: {
    name: "api_token",
    plural: "api_tokens",
    label: "API token",
    home: "history",
    scope: "global",
    sealed: true,
    unique: ["token_hash"],
    parents: [],
    details: [],
    filters: ["id", "name", "user_id", "token_hash", "created"],
    sorts: ["created"],
    indexes: [["user_id"]],
    links: [],
  },
  login_session: {
    name: "login_session",
    plural: "login_sessions",
    label: "login",
    home: "history",
    scope: "global",
    sealed: true,
    unique: ["token_hash"],
    parents: [],
    details: [],
    filters: ["id", "user_id", "token_hash", "expires", "created"],
    sorts: ["created"],
    indexes: [["user_id"], ["expires"]],
    links: [],
  },
  audit_entry: {
    name: "audit_entry",
    plural: "audit_entries",
    label: "audit entry",
    home: "history",
    scope: "global",
    sealed: true,
    unique: null,
    parents: [],
    details: [],
    filters: ["id", "actor_id", "actor_name", "action", "resource", "target_id", "created"],
    sorts: ["created"],
    indexes: [
      ["actor_id", "created"],
      ["target_id", "created"],
    ],
    links: [],
  },
  request_key: {
    name: "request_key",
    plural: "request_keys",
    label: "request",
    home: "history",
    scope: "global",
    sealed: true,
    unique: null,
    parents: [],
    details: [],
    filters: ["id", "created"],
    sorts: ["created"],
    indexes: [],
    links: [],
  },
};

/** Every field that a list may be sorted by, also where only a bounded list may. */
export function sortableFields(resource: ResourceName): readonly string[] {
  const { sorts } = RESOURCES[resource];
  return [...sorts, ...(RESOURCES[resource].bounded?.sorts ?? [])];
}

/** Everything that is kept, parents first. */
export const TABLE_NAMES = Object.keys(RESOURCES) as readonly ResourceName[];

/** What sessions work with: all but what the server keeps about itself. */
export const RESOURCE_NAMES: readonly OpenName[] = TABLE_NAMES.filter(isOpen);

function isOpen(name: ResourceName): name is OpenName {
  return RESOURCES[name].sealed !== true;
}

/** Fields that lists leave out, per resource. */
interface DetailFields {
  flavor: "config_schema";
  pipeline: "graph";
  run:
    | "graph"
    | "configuration"
    | "environment"
    | "source"
    | "original_run_id"
    | "schedule_id"
    | "runner_id"
    | "runner"
    | "lease_expires"
    | "cancel_requested";
  step: "cache_parts";
  artifact: "inline";
}

/** An entity as lists give it: without its large fields. */
export type Summary<Name extends ResourceName> = Name extends keyof DetailFields
  ? Omit<Entities[Name], DetailFields[Name] & keyof Entities[Name]>
  : Entities[Name];
