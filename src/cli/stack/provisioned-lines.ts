import { kindLabel } from "../../domain/component-types.js";
import type { Provisioned } from "../../stack/provision.js";

/** A line for each component: what was done for it, or that there was nothing to do. */
export function provisionedLines(all: readonly Provisioned[], nothing: string): string {
  const lines = all.map(({ type, name, done }) => {
    const said = done.length === 0 ? nothing : done.join(", ");
    return `${kindLabel(type)} '${name}': ${said}`;
  });
  return lines.join("\n");
}
