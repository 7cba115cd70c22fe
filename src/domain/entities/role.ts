import * as z from "zod/mini";
import { Base, Name } from "./fields.js";

/** What may be done: `read:stack`, `write:*`, `see:others`, `administer`. */
export const Permission = z
  .string()
  .check(
    z.regex(
      /^((read|write):(\*|[a-z_]+)|see:others|administer)$/,
      "is none of read:KIND, write:KIND, read:*, write:*, see:others, administer",
    ),
  );

/** What its holders may do. `admin`, `editor` and `viewer` exist on every server. */
export const RoleEntity = z.strictObject({
  ...Base,
  name: Name,
  permissions: z.array(Permission).check(z.maxLength(200)),
});
export type RoleEntity = z.infer<typeof RoleEntity>;
