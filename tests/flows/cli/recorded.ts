// Two runs of one pipeline as an engine would have recorded them: load → train → report.
import { randomUUID } from "node:crypto";
import type { CacheParts } from "../../../src/domain/cache-parts.js";
import type { Graph, GraphStep } from "../../../src/domain/graph.js";
import { RunLog, runLogFile } from "../../../src/runtime/logs/run-log.js";
import { openSession } from "../../../src/sdk/session.js";
import type { Session } from "../../../src/sdk/session.js";
import type { Machine } from "./machine.js";

const COMMON = { enable_cache: true, settings: {}, extra: {} };

function graphStep(name: string, upstream: string[]): GraphStep {
  const source = { file: "pipeline.ts", line: 7, column: 3 };
  const base = { name, step: name, description: null, source, inputs: {}, params: {}, outputs: {} };
  return { ...base, upstream, ...COMMON };
}

export const GRAPH: Graph = {
  version: 1,
  name: "training",
  description: "Trains a forest.",
  params: { trees: 50 },
  ...COMMON,
  steps: [graphStep("load", []), graphStep("train", ["load"]), graphStep("report", ["train"])],
};

const PARTS: CacheParts = {
  code: { "pipeline.ts:train": "sha256:a" },
  packages: {},
  params: { trees: "50" },
  inputs: {},
  outputs: {},
  declared: {},
  uncacheable: null,
};

export interface Recorded {
  readonly pipeline: string;
  readonly first: string;
  readonly second: string;
  readonly artifacts: Readonly<Record<string, string>>;
}

/** `training-1` completed; in `training-2` load was cached and train failed. */
export async function record(machine: Machine): Promise<Recorded> {
  const session = await openSession({ env: machine.env, cwd: machine.work });
  try {
    return await recordRuns(session);
  } finally {
    await session.close();
  }
}

async function recordRuns(session: Session): Promise<Recorded> {
  const { store } = session;
  const pipeline = await store.pipelines.create({
    name: "training",
    version: 1,
    spec_hash: "sha256:spec",
    description: GRAPH.description,
    graph: GRAPH,
  });
  const first = await createRun(session, pipeline.id, 1);
  const rows = await createArtifact(session, "rows", "[1,2,3]\n", "application/json");
  const model = await createArtifact(session, "model", "<h1>Model</h1>\n", "text/html");
  const load = await createStep(session, { run_id: first, name: "load", outputs: { rows } });
  const train = await createStep(session, {
    run_id: first,
    name: "train",
    inputs: { rows },
    outputs: { model },
    cache_parts: PARTS,
  });
  await store.artifacts.update(rows, { run_id: first, step_id: load });
  await store.artifacts.update(model, { run_id: first, step_id: train });
  const second = await createRun(session, pipeline.id, 2);
  await createStep(session, {
    run_id: second,
    name: "load",
    status: "cached",
    outputs: { rows },
    original_step_id: load,
  });
  await createStep(session, {
    run_id: second,
    name: "train",
    status: "failed",
    inputs: { rows },
    cache_parts: { ...PARTS, params: { trees: "80" } },
    failure: {
      name: "TypeError",
      message: "no rows",
      step: "train",
      location: "pipeline.ts:9:5",
      stack: null,
    },
  });
  await createStep(session, { run_id: second, name: "report", status: "skipped", started: null });
  return { pipeline: pipeline.id, first, second, artifacts: { rows, model } };
}

async function createRun({ store, localFolder }: Session, pipeline: string, number: number) {
  const stack = await store.stacks.get("default");
  const run = await store.runs.create({
    name: `training-${number}`,
    pipeline_id: pipeline,
    pipeline_name: "training",
    stack_id: stack.id,
    stack_name: stack.name,
    status: number === 1 ? "completed" : "failed",
    created: `2026-01-0${number}T10:00:00.000Z`,
    started: `2026-01-0${number}T10:00:00.000Z`,
    ended: `2026-01-0${number}T10:00:02.500Z`,
    step_count: number + 1,
    parameters: { trees: number * 50 },
    failure: null,
    environment: {},
    configuration: {},
    graph: GRAPH,
  });
  const log = new RunLog(runLogFile(localFolder, run.id));
  for (const step of ["load", "train"]) {
    log.append({ step, stream: "stdout", text: `${step} says ${number}`, time: 0 });
  }
  await log.close();
  return run.id;
}

type StepInput = Parameters<Session["store"]["steps"]["create"]>[0];

const POSITIONS = ["load", "train", "report"];

async function createStep(
  { store }: Session,
  step: Partial<StepInput> & Pick<StepInput, "run_id" | "name">,
): Promise<string> {
  const run = await store.runs.get(step.run_id);
  const created = await store.steps.create({
    step_name: step.name,
    position: POSITIONS.indexOf(step.name),
    status: "completed",
    attempt: 1,
    created: run.created,
    started: run.started,
    ended: run.ended,
    duration_ms: 1240,
    upstream: [],
    parameters: {},
    inputs: {},
    outputs: {},
    cache_key: null,
    original_step_id: null,
    failure: null,
    metadata: {},
    cache_parts: null,
    ...step,
  });
  return created.id;
}

async function createArtifact(
  { store }: Session,
  name: string,
  inline: string,
  media_type: string,
): Promise<string> {
  const { id } = await store.artifacts.create({
    id: randomUUID(),
    name,
    step_id: null,
    run_id: null,
    artifact_store_id: null,
    materializer: media_type === "text/html" ? "html" : "json",
    data_type: media_type === "text/html" ? "Html" : "Array",
    media_type,
    content_hash: `sha256:${name}`,
    size: inline.length,
    path: null,
    metadata: { rows: 3 },
    preview: inline.trim(),
    inline,
  });
  return id;
}
