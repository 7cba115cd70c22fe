// Who may do what on a server, and names that are unique for each owner. Frozen, as every migration.
import { asKey, createIndex, createTables, dropIndex } from "./create-tables.js";
import type { IndexSpec, Migration, TableSpec, Target } from "./table-spec.js";

const BASE = { id: "text", created: "text", updated: "text" } as const;
const NAMED = [{ columns: ["name"], unique: true }, { columns: ["created", "id"] }] as const;

const TABLES: readonly TableSpec[] = [
  {
    name: "zen_role",
    home: "configuration",
    columns: { ...BASE, name: "text", permissions: "text" },
    primary_key: ["id"],
    foreign_keys: [],
    indexes: NAMED,
  },
  {
    name: "zen_team",
    home: "configuration",
    columns: { ...BASE, name: "text", members: "text" },
    primary_key: ["id"],
    foreign_keys: [],
    indexes: NAMED,
  },
  {
    name: "zen_role_assignment",
    home: "history",
    columns: {
      ...BASE,
      role_id: "text",
      user_id: "text null",
      team_id: "text null",
      project_id: "text null",
    },
    primary_key: ["id"],
    foreign_keys: [{ column: "role_id", table: "zen_role", on_delete: "restrict" }],
    indexes: [
      { columns: ["created", "id"] },
      { columns: ["user_id"] },
      { columns: ["team_id"] },
      { columns: ["project_id"] },
      { columns: ["role_id"] },
    ],
  },
  {
    name: "zen_account",
    home: "history",
    columns: {
      ...BASE,
      user_id: "text",
      kind: "text",
      full_name: "text",
      email: "text null",
      active: "integer",
      password_hash: "text null",
      password_changed: "text null",
      activation_hash: "text null",
      activation_expires: "text null",
    },
    primary_key: ["id"],
    foreign_keys: [],
    indexes: [{ columns: ["user_id"], unique: true }, { columns: ["created", "id"] }],
  },
  {
    name: "zen_api_token",
    home: "history",
    columns: {
      ...BASE,
      user_id: "text",
      name: "text",
      prefix: "text",
      token_hash: "text",
      scopes: "text",
      expires: "text null",
      revoked: "text null",
    },
    primary_key: ["id"],
    foreign_keys: [],
    indexes: [
      { columns: ["token_hash"], unique: true },
      { columns: ["created", "id"] },
      { columns: ["user_id"] },
    ],
  },
  {
    name: "zen_login_session",
    home: "history",
    columns: { ...BASE, user_id: "text", token_hash: "text", expires: "text", peer: "text" },
    primary_key: ["id"],
    foreign_keys: [],
    indexes: [
      { columns: ["token_hash"], unique: true },
      { columns: ["created", "id"] },
      { columns: ["user_id"] },
      { columns: ["expires"] },
    ],
  },
  {
    name: "zen_audit_entry",
    home: "history",
    columns: {
      ...BASE,
      actor_id: "text null",
      actor_name: "text",
      action: "text",
      resource: "text",
      target_id: "text null",
      target_name: "text null",
      project_id: "text null",
      peer: "text null",
      request_id: "text null",
      details: "text",
    },
    primary_key: ["id"],
    foreign_keys: [],
    indexes: [
      { columns: ["created", "id"] },
      { columns: ["actor_id", "created", "id"] },
      { columns: ["target_id", "created", "id"] },
    ],
  },
];

interface NewIndexes {
  readonly table: string;
  readonly home: TableSpec["home"];
  /** What was unique in a project, and is now for each owner. */
  readonly unique: readonly string[];
  readonly further?: readonly IndexSpec[];
}

const BY_NAME: readonly IndexSpec[] = [{ columns: ["project_id", "name", "id"] }];
const BY_USER = { columns: ["project_id", "user_id", "created", "id"] };

const NEW_INDEXES: readonly NewIndexes[] = [
  { table: "zen_flavor", home: "configuration", unique: ["type", "name"] },
  { table: "zen_component", home: "configuration", unique: ["type", "name"] },
  { table: "zen_stack", home: "configuration", unique: ["name"], further: BY_NAME },
  { table: "zen_pipeline", home: "history", unique: ["name", "version"] },
  { table: "zen_run", home: "history", unique: ["name"], further: [...BY_NAME, BY_USER] },
  { table: "zen_schedule", home: "history", unique: ["name"], further: BY_NAME },
  { table: "zen_artifact_version", home: "history", unique: ["name", "version"] },
];

export const people: Migration = {
  version: 4,
  statements: (target) => [
    ...NEW_INDEXES.flatMap((indexes) => changeIndexes(indexes, target)),
    ...createTables(TABLES, target),
  ],
};

/** The new ones first: one that a foreign key stands on may not go before another takes its place. */
function changeIndexes(
  { table, home, unique, further = [] }: NewIndexes,
  { contents, dialect }: Target,
): readonly string[] {
  if (contents === "history" && home !== "history") return [];
  const owned = { columns: ["project_id", "user_id", ...unique], unique: true };
  return [
    ...asKey(table, "user_id", dialect),
    ...[owned, ...further].map((index) => createIndex(table, index, dialect)),
    dropIndex(table, ["project_id", ...unique], dialect),
  ];
}
