import * as z from "zod/mini";
import { Base, Name } from "./fields.js";

/** A scope inside a store. `default` exists in every store. */
export const Project = z.strictObject({ ...Base, name: Name, description: z.string() });
export type Project = z.infer<typeof Project>;
