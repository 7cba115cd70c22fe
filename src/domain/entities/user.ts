import * as z from "zod/mini";
import { Base, Name } from "./fields.js";

/** Owner of what it creates. `default` exists in every store. */
export const User = z.strictObject({ ...Base, name: Name });
export type User = z.infer<typeof User>;
