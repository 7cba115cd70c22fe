import * as z from "zod/mini";
import { Base } from "./fields.js";

/** That a request of somebody was done, for as long as he may send it again. Server alone. */
export const RequestKey = z.strictObject({
  ...Base,
  /** Of the request itself. */
  digest: z.string(),
});
export type RequestKey = z.infer<typeof RequestKey>;
