import * as z from "zod/mini";
import { Base, Id, JsonRecord } from "./fields.js";

/** Who did what, when and from where. Written by the server, never changed. */
export const AuditEntry = z.strictObject({
  ...Base,
  /** Null: somebody whom the server does not know. */
  actor_id: z.nullable(Id),
  actor_name: z.string(),
  /** `create`, `update`, `delete`, `login`, … */
  action: z.string(),
  /** What kind of thing it was done to. */
  resource: z.string(),
  target_id: z.nullable(Id),
  target_name: z.nullable(z.string()),
  project_id: z.nullable(Id),
  peer: z.nullable(z.string()),
  request_id: z.nullable(z.string()),
  details: JsonRecord,
});
export type AuditEntry = z.infer<typeof AuditEntry>;
