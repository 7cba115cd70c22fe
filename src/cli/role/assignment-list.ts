import type { RoleAssignment } from "../../domain/entities/role-assignment.js";
import { Roles } from "../../sdk/roles/roles.js";
import type { Session } from "../../sdk/session.js";
import type { Handler } from "../framework/command.js";
import { chooseColumns } from "../list-command.js";
import { lookUpNames } from "../look-up-names.js";
import type { Column } from "../output/output.js";
import type { assignmentListSpec } from "./specs.js";

export const handler: Handler<typeof assignmentListSpec> = async (_args, flags, context) => {
  const session = await context.openSession();
  const rows = await new Roles(session).assignments(flags);
  await context.output.list({
    columns: chooseColumns(await assignmentColumns(rows, session), flags.columns),
    rows,
    onlyColumns: flags.columns !== undefined,
    empty: "No assigned roles found.",
  });
};

const POINTERS = { role: "roles", user: "users", team: "teams", project: "projects" } as const;

async function assignmentColumns(
  rows: readonly RoleAssignment[],
  { store }: Session,
): Promise<readonly Column<RoleAssignment>[]> {
  const columns: Column<RoleAssignment>[] = [];
  for (const kind of ["role", "user", "team", "project"] as const) {
    const idOf = (row: RoleAssignment) => row[`${kind}_id`];
    const names = await lookUpNames(store[POINTERS[kind]], rows.map(idOf));
    const value = (row: RoleAssignment) => names.get(idOf(row) ?? "") ?? idOf(row);
    columns.push({
      key: kind,
      value,
      show: (row) => value(row) ?? (kind === "project" ? "all" : ""),
    });
  }
  return [...columns, { key: "id", value: ({ id }) => id }];
}
