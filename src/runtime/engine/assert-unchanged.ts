import type { Run } from "../../domain/entities/run.js";
import { ZenError } from "../../domain/errors.js";
import type { CodeIndex } from "../code-index.js";
import type { CompiledPipeline } from "../compiled-pipeline.js";
import { codeHashes } from "./code-hashes.js";
import { runDifferences } from "./run-differences.js";
import type { RunDifference } from "./run-differences.js";

export interface Comparison {
  readonly code: CodeIndex;
  /** What cannot be done with the run. */
  readonly verb: string;
  /** Only differences of these nodes count; absent: all do. */
  readonly nodes?: ReadonlySet<string> | undefined;
}

/** Errors: `conflict`, naming every difference between the pipeline and the one that the run is of. */
export function assertUnchanged(
  run: Pick<Run, "name" | "graph" | "source">,
  pipeline: CompiledPipeline,
  { code, verb, nodes }: Comparison,
): void {
  const before = { graph: run.graph, code: run.source?.code ?? {} };
  const now = { graph: pipeline.graph, code: codeHashes(pipeline, code) };
  const differences = runDifferences(before, now).filter(
    ({ node }) => nodes === undefined || (node !== null && nodes.has(node)),
  );
  if (differences.length > 0) throw changedError(run.name, differences, verb);
}

function changedError(name: string, differences: readonly RunDifference[], verb: string): ZenError {
  const lines = differences.map(({ message }) => `\n  - ${message}`);
  return new ZenError(
    "conflict",
    `Run '${name}' cannot be ${verb}: its pipeline is not what it was.${lines.join("")}`,
    {
      hint: "Run the pipeline anew, what did not change comes from the cache; or add --accept-changes: what is finished stays as it is, all else is done by the code of now.",
      details: { differences },
    },
  );
}
