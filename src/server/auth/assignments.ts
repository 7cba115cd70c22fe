import type { RoleAssignment } from "../../domain/entities/role-assignment.js";
import type { Source } from "../../store/bootstrap.js";

/** A role for one user or one team, everywhere unless a project is named. */
export function newAssignment(
  given: Pick<RoleAssignment, "role_id"> &
    Partial<Pick<RoleAssignment, "user_id" | "team_id" | "project_id">>,
  { now, newId }: Source,
): RoleAssignment {
  const created = now();
  const nobody = { user_id: null, team_id: null, project_id: null };
  return { id: newId(), created, updated: created, ...nobody, ...given };
}
