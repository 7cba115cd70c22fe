import type { CodeIndex } from "./code-index.js";
import type { PipelineDefinition } from "./definition.js";

/** A person's pipeline file, bundled, loaded and analysed. */
export interface PipelineModule {
  readonly pipeline: PipelineDefinition;
  readonly exportName: string;
  /** Absolute path of the file that the person named. */
  readonly sourceFile: string;
  /** Absolute path of the bundle that was loaded; worker threads load the same. */
  readonly bundleFile: string;
  readonly code: CodeIndex;
}
