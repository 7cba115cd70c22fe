import * as z from "zod/mini";
import { Base, Id, Timestamp } from "./fields.js";

export const ACCOUNT_KINDS = ["person", "service"] as const;

/** How a user gets in. Server alone: no session reads it, so that no answer can hold a hash. */
export const Account = z.strictObject({
  ...Base,
  user_id: Id,
  kind: z.enum(ACCOUNT_KINDS),
  full_name: z.string().check(z.maxLength(255)),
  email: z.nullable(z.string().check(z.maxLength(255))),
  active: z.boolean(),
  /** Null: none was chosen yet; empty: none is needed, on this machine alone. */
  password_hash: z.nullable(z.string()),
  password_changed: z.nullable(Timestamp),
  activation_hash: z.nullable(z.string()),
  activation_expires: z.nullable(Timestamp),
});
export type Account = z.infer<typeof Account>;
