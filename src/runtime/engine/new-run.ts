// The row of a run that begins.
import type { JsonRecord } from "../../domain/entities/fields.js";
import type { Run, RunSource } from "../../domain/entities/run.js";
import type { StoreScope } from "../../store/zen-store.js";
import type { CompiledPipeline } from "../compiled-pipeline.js";
import type { ClaimFields } from "./claim.js";

export interface RunHeader {
  readonly id: string;
  readonly name: string;
  readonly pipeline_id: string | null;
  readonly original_run_id: string | null;
  readonly schedule_id: string | null;
  readonly stack: { readonly id: string; readonly name: string };
  readonly environment: JsonRecord;
  readonly source: RunSource | null;
  /** Params that were given beside the configuration. */
  readonly params: JsonRecord;
  readonly claim: ClaimFields;
  readonly scope: StoreScope;
  readonly now: string;
}

export function newRun(pipeline: CompiledPipeline, header: RunHeader): Run {
  const { graph, configuration, layers = [] } = pipeline;
  const { now, scope, stack, params, claim } = header;
  return {
    project_id: scope.project_id,
    user_id: scope.user_id,
    id: header.id,
    created: now,
    updated: now,
    name: header.name,
    pipeline_id: header.pipeline_id,
    pipeline_name: graph.name,
    stack_id: stack.id,
    stack_name: stack.name,
    status: "running",
    started: now,
    ended: null,
    step_count: graph.steps.length,
    parameters: graph.params,
    failure: null,
    environment: header.environment,
    configuration: toJson({ ...withParams(configuration, params), layers }),
    graph,
    source: header.source,
    original_run_id: header.original_run_id,
    schedule_id: header.schedule_id,
    ...claim,
    cancel_requested: null,
  };
}

type Configuration = CompiledPipeline["configuration"];

/** What was given, not what it became: whoever resumes the run gives it again. */
function withParams(configuration: Configuration, params: JsonRecord): Configuration {
  const parameters = { ...configuration.parameters, ...params };
  return Object.keys(parameters).length === 0 ? configuration : { ...configuration, parameters };
}

/** A configuration without the keys that are not said. */
function toJson(configuration: object): JsonRecord {
  const said = Object.entries(configuration).filter(([, value]) => value !== undefined);
  return JSON.parse(JSON.stringify(Object.fromEntries(said)));
}
