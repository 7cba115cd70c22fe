import * as z from "zod/mini";
import { Base, Id } from "./fields.js";

/** A role that a user or a team has, everywhere or in one project. Server alone. */
export const RoleAssignment = z.strictObject({
  ...Base,
  role_id: Id,
  user_id: z.nullable(Id),
  team_id: z.nullable(Id),
  project_id: z.nullable(Id),
});
export type RoleAssignment = z.infer<typeof RoleAssignment>;
