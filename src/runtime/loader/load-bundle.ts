// Loads a bundle that was made before. Worker threads come in here: nothing below knows the bundler.
import { pathToFileURL } from "node:url";
import type { PipelineDefinition } from "../definition.js";
import { chooseExport } from "./choose-export.js";
import type { PipelineChoice } from "./choose-export.js";

/** Errors: what the person's module throws; `pipeline_not_exported`. */
export async function loadBundle(
  bundleFile: string,
  chosen: PipelineChoice,
): Promise<PipelineDefinition> {
  const exports = await importBundle(bundleFile);
  return chooseExport(exports, { ...chosen, file: bundleFile }).pipeline;
}

/** Traces have the positions of the sources from here on. */
export async function importBundle(bundleFile: string): Promise<Record<string, unknown>> {
  process.setSourceMapsEnabled(true);
  const exports: Record<string, unknown> = await import(pathToFileURL(bundleFile).href);
  return exports;
}
