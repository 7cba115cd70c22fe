// What is known of a bundle's code, as stored beside it: loading a file again parses nothing.
import * as z from "zod/mini";

export const INDEX_FORMAT = 1;

const Item = z.strictObject({
  /** `<file>:<declaration>`. */
  key: z.string(),
  hash: z.string(),
  /** Indices of the items that it needs. */
  deps: z.array(z.int()),
  /** Package specifiers that it needs. */
  packages: z.array(z.string()),
  uncacheable: z.nullable(z.string()),
  /** Whether it changes what others hold, so that its place in the order counts. */
  is_ordered: z.boolean(),
});

const Step = z.strictObject({
  /** The literal name in the call; null when it is computed. */
  name: z.nullable(z.string()),
  file: z.string(),
  hash: z.string(),
  deps: z.array(z.int()),
  packages: z.array(z.string()),
  uncacheable: z.nullable(z.string()),
  /** Item of the person's own function that is called and makes the step; null for any other. */
  maker: z.nullable(z.int()),
  /** Item that the call stands in. */
  item: z.int(),
  /** Whether the name is the first parameter of the function around the call. */
  takes_name: z.boolean(),
  /** Positions of the call, `line:column`, as the runtime may report them. */
  bundle: z.array(z.string()),
  /** The same in the source: `file:line:column`. */
  source: z.array(z.string()),
});

export const CodeIndexData = z.strictObject({
  format: z.literal(INDEX_FORMAT),
  items: z.array(Item),
  steps: z.array(Step),
  /** What every step depends on: changes to globals, packages imported for their effects. */
  always: z.strictObject({ items: z.array(z.int()), packages: z.array(z.string()) }),
  /** Package specifier → items that change the package's state. */
  package_changes: z.record(z.string(), z.array(z.int())),
  /** Why nothing is known; null when the bundle was analysed. */
  failure: z.nullable(z.string()),
});
export type CodeIndexData = z.infer<typeof CodeIndexData>;
export type IndexedItem = z.infer<typeof Item>;
export type IndexedStep = z.infer<typeof Step>;

/** Nothing is known of the code, so no step of it is ever served from the cache. */
export function unknownCode(failure: string): CodeIndexData {
  const always = { items: [], packages: [] };
  return { format: INDEX_FORMAT, items: [], steps: [], always, package_changes: {}, failure };
}
