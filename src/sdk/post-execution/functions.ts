// The old product's way of reading runs: plain functions on the active profile.
import { Client } from "../client.js";
import type { PipelineView } from "./pipeline-view.js";
import type { RunView } from "./run-view.js";

/** Every pipeline of the active project, in the order of their first runs. */
export async function getPipelines(): Promise<PipelineView[]> {
  return (await opened()).getPipelines();
}

/**
 * The pipeline of a name, with the runs of all its versions. Errors: `not_found`.
 *
 * @example
 * ```ts no-run
 * import { getPipeline } from "zenml/post-execution";
 *
 * const training = await getPipeline("training");
 * const [newest] = await training.runs({ limit: 1 });
 * console.log(newest?.status);
 * ```
 */
export async function getPipeline(name: string): Promise<PipelineView> {
  return (await opened()).getPipeline(name);
}

/** A run by name, id or id prefix. Errors: `not_found`, `ambiguous`. */
export async function getRun(reference: string): Promise<RunView> {
  return (await opened()).getRun(reference);
}

/** Runs that belong to no pipeline, newest first. */
export async function getUnlistedRuns(): Promise<RunView[]> {
  return (await opened()).getUnlistedRuns();
}

/** Nobody closes what these give. */
async function opened(): Promise<Client> {
  const { openSession } = await import("../session.js");
  return Client.of(await openSession({ isShared: true }));
}
