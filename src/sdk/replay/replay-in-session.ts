// Replays on the stack that the run was executed on, from code and for the command line.
import { dirname } from "node:path";
import type { JsonRecord } from "../../domain/entities/fields.js";
import type { Run } from "../../domain/entities/run.js";
import type { CodeIndex } from "../../runtime/code-index.js";
import { indexFromSource } from "../../runtime/code/index-from-source.js";
import { compile } from "../../runtime/compile.js";
import { declaredHashes } from "../../runtime/declared/declared-hashes.js";
import type { PipelineDefinition } from "../../runtime/definition.js";
import { withExternalCode } from "../../runtime/foreign/external-code.js";
import { loadPipelineFile } from "../../runtime/loader/load-pipeline-file.js";
import { projectRoot } from "../../runtime/loader/project-root.js";
import { openOrchestrator } from "../../stack/open-component.js";
import { artifactStoreOf } from "../artifact-store-of.js";
import { loadRun, recordedOptions } from "../running/load-run.js";
import { loaderOptions } from "../running/loader-options.js";
import type { Session } from "../session.js";
import type { Replay } from "./replay.js";
import { replayRun } from "./replay-run.js";

export interface ReplayOptions {
  /** Instead of those that the run was given. */
  readonly params?: JsonRecord | undefined;
  readonly cwd?: string | undefined;
}

interface Code {
  readonly definition: PipelineDefinition;
  readonly code: CodeIndex;
  readonly root: string;
}

/** Errors: `not_found`; those of compiling. */
export async function replayDefinition(
  session: Session,
  reference: string,
  { definition, ...options }: ReplayOptions & { readonly definition: PipelineDefinition },
): Promise<Replay> {
  const { cwd = process.cwd() } = options;
  const run = await session.store.runs.get(reference);
  const code = await indexFromSource(definition, loaderOptions(cwd));
  const root = projectRoot(definition.source === null ? cwd : dirname(definition.source.file));
  return replay(session, run, { definition, code, root, ...options });
}

/**
 * @param file `FILE[:export]`; absent: where the run was started from
 * Errors: `not_found`; `conflict` when where its code is was not recorded; those of loading and compiling.
 */
export async function replayFile(
  session: Session,
  reference: string,
  { file, ...options }: ReplayOptions & { readonly file?: string | undefined },
): Promise<Replay> {
  const { cwd = process.cwd() } = options;
  const run = await session.store.runs.get(reference);
  if (file === undefined) {
    const { pipeline, code, projectRoot: root } = await loadRun(run, cwd);
    return replay(session, run, { definition: pipeline.definition, code, root, ...options });
  }
  const { pipeline: definition, code } = await loadPipelineFile(file, loaderOptions(cwd));
  return replay(session, run, { definition, code, root: projectRoot(cwd), ...options });
}

async function replay(
  session: Session,
  run: Run,
  { definition, code, root, params }: Code & ReplayOptions,
): Promise<Replay> {
  const { store, env } = session;
  const pipeline = await compile(definition, {
    ...recordedOptions(run),
    params,
    projectRoot: root,
  });
  const stack = run.stack_id === null ? undefined : await store.stacks.find(run.stack_id);
  const { components } = stack ?? (await session.activeStack());
  const artifactStoreId = components["artifact_store"]?.id ?? "";
  const bytes = { name: run.name, artifact_store_id: artifactStoreId };
  const signal = new AbortController().signal;
  return replayRun(run, pipeline, {
    store,
    root,
    artifactStoreId,
    artifactStore: await artifactStoreOf(bytes, session),
    orchestrator: await openOrchestrator(IN_ORDER),
    code: await withExternalCode(code, pipeline.steps.values(), {
      ...{ projectRoot: root, env, signal },
      log: () => undefined,
    }),
    declared: (settings) => declaredHashes(settings, { root, env }),
    now: () => new Date().toISOString(),
  });
}

/** Where steps would be executed does not matter: none is. */
const IN_ORDER = {
  flavor: "local",
  configuration: {},
  context: { id: "", name: "replay", localFolder: "" },
};
