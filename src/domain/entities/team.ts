import * as z from "zod/mini";
import { Base, Id, Name } from "./fields.js";

/** Users who are given roles together. */
export const Team = z.strictObject({
  ...Base,
  name: Name,
  members: z.array(Id).check(z.maxLength(10_000)),
});
export type Team = z.infer<typeof Team>;
