import * as z from "zod/mini";
import { Graph } from "../graph.js";
import { Name, Scoped } from "./fields.js";

/** One version of a pipeline: a name and the graph whose `spec_hash` identifies it. */
export const Pipeline = z.strictObject({
  ...Scoped,
  name: Name,
  version: z.int().check(z.positive()),
  spec_hash: z.string(),
  description: z.nullable(z.string()),
  graph: Graph,
});
export type Pipeline = z.infer<typeof Pipeline>;
