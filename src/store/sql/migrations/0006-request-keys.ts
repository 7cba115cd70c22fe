// Which requests were done, so that one that is sent again is not done twice. Frozen, as every migration.
import { createTables } from "./create-tables.js";
import type { Migration, TableSpec } from "./table-spec.js";

const TABLES: readonly TableSpec[] = [
  {
    name: "zen_request_key",
    home: "history",
    columns: { id: "text", created: "text", updated: "text", digest: "text" },
    primary_key: ["id"],
    foreign_keys: [],
    indexes: [{ columns: ["created", "id"] }],
  },
];

export const requestKeys: Migration = {
  version: 6,
  statements: (target) => createTables(TABLES, target),
};
