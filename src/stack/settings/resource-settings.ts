// What a step needs of the machine that it runs on. The names are ZenML's own.
import * as z from "zod/mini";

const UNITS = { KB: 1e3, MB: 1e6, GB: 1e9, TB: 1e12, PB: 1e15 } as const;
const BINARY = { KiB: 2 ** 10, MiB: 2 ** 20, GiB: 2 ** 30, TiB: 2 ** 40, PiB: 2 ** 50 } as const;
const BYTES: ReadonlyMap<string, number> = new Map(Object.entries({ ...UNITS, ...BINARY }));

const MEMORY = /^([0-9]+)(KB|KiB|MB|MiB|GB|GiB|TB|TiB|PB|PiB)$/;
const FORM = "is a whole number with a unit, KB to PB or KiB to PiB, such as 4GB";

export const ResourceSettingsSchema = z.strictObject({
  cpu_count: z.optional(
    z.number().check(z.positive(), z.meta({ description: "Processor cores, also parts of one" })),
  ),
  gpu_count: z.optional(z.int().check(z.nonnegative(), z.meta({ description: "Graphics cards" }))),
  memory: z.optional(
    z
      .string()
      .check(z.regex(MEMORY, FORM), z.meta({ description: "Memory, such as 4GB", form: FORM })),
  ),
});

/** What a step needs, e.g. `settings: { resources: { cpu_count: 2, memory: "4GB" } }`. */
export type ResourceSettings = z.infer<typeof ResourceSettingsSchema>;

/** `4GB` → 4,000,000,000. Undefined for a text of another form. */
export function memoryBytes(text: string): number | undefined {
  const [, amount, unit = ""] = MEMORY.exec(text) ?? [];
  const size = BYTES.get(unit);
  return size === undefined ? undefined : Number(amount) * size;
}
