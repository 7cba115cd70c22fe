// Executes each case in one place, next to a step that must not notice, and prints what became of it.
import { localArtifactStore } from "../../integrations/local/artifact-store.js";
import { compile } from "../compile.js";
import { loadBundle } from "../loader/load-bundle.js";
import { parseLogLine } from "../logs/log-format.js";
import { startProcess } from "../process/start-process.js";
import type { LogLine, StepOutcome, StepTask } from "../step-task.js";
import { startThread } from "../worker/start-thread.js";
import { WorkerPool } from "../worker/worker-pool.js";
import type { StartWorker } from "../worker/worker-link.js";
import type { StepExecutor } from "./executor.js";
import { inProcessExecutor } from "./in-process-executor.js";

const [mode = "", bundleFile = "", entry = "", folder = "", cases = ""] = process.argv.slice(2);
const GRACE_MS = 200;

export interface Answer {
  readonly name: string;
  readonly outcome: StepOutcome;
  readonly sibling: string;
  /** The newest. */
  readonly lines: readonly LogLine[];
  readonly printed: { readonly lines: number; readonly bytes: number };
  readonly peak_mib: number;
}

const seen: LogLine[] = [];
let bytes = 0;
let count = 0;
const log = (line: LogLine): void => {
  if (line.step === "sibling") return;
  count += 1;
  bytes += line.text.length + 1;
  seen.push(line);
  if (seen.length > 30) seen.shift();
};

const logWritten = (lines: string): void => {
  for (const text of lines.trimEnd().split("\n")) {
    const line = parseLogLine(text);
    if (line !== undefined) log(line);
  }
};

const definition = await loadBundle(bundleFile, { exportName: "isolated" });
const compiled = await compile(definition, { projectRoot: folder });
const artifactStore = localArtifactStore({ root: folder });

function pool(start: StartWorker, depth: number): StepExecutor {
  const hasFailureHook = ({ node }: StepTask): boolean =>
    compiled.steps.get(node)?.configuration.on_failure !== undefined;
  const pooled = new WorkerPool({
    start,
    size: 2,
    log: logWritten,
    depth,
    grace: GRACE_MS,
    hasFailureHook,
  });
  pooled.load({
    bundleFile,
    pipelineName: "isolated",
    params: {},
    config: {},
    artifactStore: {
      flavor: "local",
      configuration: {},
      context: { id: "store", name: "store", localFolder: folder },
    },
    projectRoot: folder,
  });
  return pooled;
}

function open(): StepExecutor {
  if (mode === "thread") return pool(startThread(entry), 32);
  if (mode === "process") return pool(startProcess(entry), 1);
  const { materializers } = compiled;
  const surroundings = { materializers, artifactStore, log, projectRoot: folder, grace: GRACE_MS };
  return inProcessExecutor(compiled, surroundings);
}

function task(name: string): StepTask {
  const outputs = compiled.graph.steps.find((step) => step.name === name)?.outputs ?? {};
  return {
    run: { id: "1", name: "run" },
    step: { id: name, name, definition: name },
    node: name,
    pipeline: "isolated",
    attempt: 1,
    params: {},
    inputs: {},
    outputs,
    ...(name.startsWith("too_slow") ? { timeout: 0.3 } : {}),
  };
}

const executor = open();
const write = process.stdout.write.bind(process.stdout);
const answers: Answer[] = [];
for (const name of cases.split(",")) {
  [seen.length, bytes, count] = [0, 0, 0];
  const controller = new AbortController();
  const never = new AbortController().signal;
  const sibling = executor.execute(task("sibling"), never, () => undefined);
  const outcome = await executor.execute(task(name), controller.signal, () => {
    if (name.startsWith("cancelled")) setTimeout(() => controller.abort(), 100);
  });
  const answer = { name, outcome, sibling: (await sibling).status, lines: [...seen] };
  answers.push({
    ...answer,
    printed: { lines: count, bytes },
    peak_mib: process.resourceUsage().maxRSS / 1024,
  });
}
await executor.close();
await new Promise((resolve) => write(JSON.stringify(answers), resolve));
// What steps left going in this process would keep it.
process.exit(0);
