import { existsSync } from "node:fs";
import { dirname } from "node:path";
import type { StepDefinition } from "../definition.js";
import { originalPosition } from "../tracing/original-position.js";

/** The folder of the file that a step is written in: what its paths are relative to. */
export function stepFolder(
  { source }: Pick<StepDefinition, "source">,
  projectRoot: string,
): string {
  if (source === null) return projectRoot;
  const folder = dirname(originalPosition(source).file);
  return existsSync(folder) ? folder : projectRoot;
}
