import type { Summary } from "../../domain/resources.js";
import type { ZenStore } from "../../store/zen-store.js";
import type { Handler } from "../framework/command.js";
import { printList } from "../list-command.js";
import type { Column } from "../output/output.js";
import { showTime } from "../show.js";
import type { versionListSpec } from "./specs.js";

export const handler: Handler<typeof versionListSpec> = async (args, flags, context) => {
  const { store } = await context.openSession();
  const named = { field: "name", operator: "eq", value: args.name ?? "" } as const;
  return printList(
    {
      resource: "artifact_version",
      plural: "artifact_versions",
      store: (session) => session.store.artifact_versions,
      columns: (versions) => columns(versions, store),
      query: {
        filters: args.name === undefined ? [] : [named],
        sort: { field: "created", direction: "desc" },
      },
      empty: "No artifact has a name yet: zenml artifact register",
    },
    flags,
    context,
  );
};

type Row = Summary<"artifact_version">;

async function columns(rows: readonly Row[], store: ZenStore): Promise<readonly Column<Row>[]> {
  const value = [...new Set(rows.map(({ artifact_id }) => artifact_id))];
  const artifacts = new Map<string, Summary<"artifact">>();
  const tags = new Map<string, string[]>();
  if (value.length > 0) {
    const byId = [{ field: "id", operator: "in", value }] as const;
    const ofArtifact = [{ field: "artifact_id", operator: "in", value }] as const;
    for await (const one of store.artifacts.all({ filters: byId })) artifacts.set(one.id, one);
    for await (const { artifact_id, name } of store.tags.all({ filters: ofArtifact })) {
      tags.set(artifact_id, [...(tags.get(artifact_id) ?? []), name]);
    }
  }
  const tagsOf = (row: Row) => (tags.get(row.artifact_id) ?? []).toSorted();
  return [
    { key: "name", value: (row) => row.name },
    { key: "version", value: (row) => row.version },
    { key: "tags", value: tagsOf, show: (row) => tagsOf(row).join(", ") },
    { key: "type", value: (row) => artifacts.get(row.artifact_id)?.data_type ?? null },
    { key: "created", value: (row) => row.created, show: (row) => showTime(row.created) },
    { key: "artifact_id", value: (row) => row.artifact_id },
    { key: "description", value: (row) => row.description },
  ];
}
