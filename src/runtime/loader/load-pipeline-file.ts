// From the name of a file to a pipeline that can be compiled: bundled, loaded and analysed. Knows
// neither stacks nor runs.
import { relative } from "node:path";
import type { PipelineModule } from "../pipeline-module.js";
import { bundleOf, codeOf } from "./bundle.js";
import type { LoaderOptions } from "./bundle.js";
import { chooseExport } from "./choose-export.js";
import { importBundle } from "./load-bundle.js";
import { loadError } from "./load-error.js";
import { findPipelineFile } from "./pipeline-spec.js";

/**
 * Loads `file.ts` or `file.ts:export`.
 * Errors: `pipeline_file_not_found`, `pipeline_file_invalid`, `pipeline_not_exported`, `ambiguous`.
 */
export async function loadPipelineFile(
  spec: string,
  options: LoaderOptions,
): Promise<PipelineModule> {
  const { file, exportName } = findPipelineFile(spec, options.cwd);
  const bundle = await bundleOf(file, options);
  const { record, projectRoot } = bundle;
  const exports = await importBundle(bundle.file).catch((error: unknown) => {
    throw loadError(error, { file, projectRoot, cwd: options.cwd, record });
  });
  const chosen = chooseExport(exports, { exportName, file: relative(options.cwd, file) });
  return {
    ...chosen,
    sourceFile: file,
    bundleFile: bundle.file,
    code: codeOf(bundle, { isExecuted: true }),
  };
}
