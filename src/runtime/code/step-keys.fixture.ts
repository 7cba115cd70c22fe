// Loads a project's `pipeline.ts` and gives the cache key and code parts of each step that it exports.
import { cacheKey, makeCacheParts } from "../cache-key.js";
import type { CodeParts } from "../code-index.js";
import { STEP } from "../definition.js";
import type { StepDefinition } from "../definition.js";
import { importBundle } from "../loader/load-bundle.js";
import { loadPipelineFile } from "../loader/load-pipeline-file.js";
import { Project } from "../loader/project.fixture.js";
import type { Files } from "../loader/project.fixture.js";

export interface StepCode {
  readonly key: string | null;
  readonly parts: CodeParts;
}

/** By name of the export. */
export type Steps = Readonly<Record<string, StepCode>>;

export async function stepsOf(files: Files): Promise<Steps> {
  using project = new Project(withPipeline(files));
  return await stepsIn(project);
}

async function stepsIn(project: Project): Promise<Steps> {
  const module = await loadPipelineFile("pipeline.ts", { cwd: project.folder, version: "1" });
  const exports = await importBundle(module.bundleFile);
  const steps: Record<string, StepCode> = {};
  for (const [name, value] of Object.entries(exports)) {
    const definition = stepOf(value);
    if (definition === undefined) continue;
    const code = module.code.partsOf(definition);
    const input = { definition: definition.name, code, params: {}, inputs: {}, outputs: {} };
    steps[name] = { key: cacheKey(makeCacheParts(input)), parts: code };
  }
  return steps;
}

/** Names of the steps whose keys differ, or that are not to be cached. */
export function changedSteps(before: Steps, after: Steps): string[] {
  return Object.keys(before).filter(
    (name) => before[name]?.key === null || before[name]?.key !== after[name]?.key,
  );
}

export function stepOf(value: unknown): StepDefinition | undefined {
  const carries = typeof value === "function" && STEP in value;
  return carries ? (value[STEP] as StepDefinition) : undefined; // the fixture's package put it there
}

/** A file must export a pipeline to be loaded. */
function withPipeline(files: Files): Files {
  const text = files["pipeline.ts"] ?? "";
  if (text.includes("= pipeline(")) return files;
  const addition = `\nimport { pipeline as thePipeline } from "zenml";\nexport default thePipeline("all", () => undefined);\n`;
  return { ...files, "pipeline.ts": text + addition };
}
