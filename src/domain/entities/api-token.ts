import * as z from "zod/mini";
import { Base, Id, Name, Timestamp } from "./fields.js";
import { Permission } from "./role.js";

/** Says who asks, without a password. Server alone. */
export const ApiToken = z.strictObject({
  ...Base,
  user_id: Id,
  name: Name,
  /** Its beginning, by which people tell tokens apart. */
  prefix: z.string(),
  token_hash: z.string(),
  /** What of its user's rights it has; empty: all. */
  scopes: z.array(Permission).check(z.maxLength(200)),
  expires: z.nullable(Timestamp),
  revoked: z.nullable(Timestamp),
});
export type ApiToken = z.infer<typeof ApiToken>;
