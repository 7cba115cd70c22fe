import * as z from "zod/mini";
import { Base, Id, Timestamp } from "./fields.js";

/** A login that lasts until its end, a logout or a new password. Server alone. */
export const LoginSession = z.strictObject({
  ...Base,
  user_id: Id,
  token_hash: z.string(),
  expires: Timestamp,
  peer: z.string(),
});
export type LoginSession = z.infer<typeof LoginSession>;
