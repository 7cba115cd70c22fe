// Has the steps that name a step operator executed by it, and all others by another executor.
import type { JsonRecord } from "../../domain/entities/fields.js";
import type { GraphStep } from "../../domain/graph.js";
import { ResourceSettingsSchema, memoryBytes } from "../../stack/settings/resource-settings.js";
import type { ResourceSettings } from "../../stack/settings/resource-settings.js";
import type { StepLaunch, StepOperator } from "../../stack/step-operator.js";
import type { StepExecutor } from "../execution/executor.js";
import type { StepOutcome, StepTask } from "../step-task.js";
import type { WorkerPipeline } from "../worker/protocol.js";
import { WorkerPool } from "../worker/worker-pool.js";
import { startLaunched } from "./launch-link.js";
import { isRecord } from "../../util/is-record.js";

export interface OperatedExecutorParts {
  readonly executor: StepExecutor;
  readonly steps: readonly Pick<GraphStep, "name" | "settings" | "step_operator">[];
  readonly operator: StepOperator;
  /** Of the component. */
  readonly flavor: string;
  /** What executes a step: the entry point of workers. */
  readonly entry: string;
  readonly pipeline: WorkerPipeline;
  /** Gets whole lines as they stand in a log. */
  readonly log: (lines: string) => void;
  readonly hasFailureHook: (task: StepTask) => boolean;
}

/** The executor itself where no step names an operator. */
export function operatedExecutor(parts: OperatedExecutorParts): StepExecutor {
  const operated = parts.steps.filter(({ step_operator }) => step_operator !== undefined);
  if (operated.length === 0) return parts.executor;
  const settings = operated.map((step) => [step.name, step.settings] as const);
  return new OperatedExecutor(parts, new Map(settings));
}

class OperatedExecutor implements StepExecutor {
  readonly #parts: OperatedExecutorParts;
  readonly #operated: ReadonlyMap<string, JsonRecord>;
  readonly #pools = new Set<WorkerPool>();

  constructor(parts: OperatedExecutorParts, operated: ReadonlyMap<string, JsonRecord>) {
    this.#parts = parts;
    this.#operated = operated;
  }

  async execute(task: StepTask, signal: AbortSignal, start: () => void): Promise<StepOutcome> {
    const settings = this.#operated.get(task.node);
    if (settings === undefined) return this.#parts.executor.execute(task, signal, start);
    // One for each step, since no two need be launched alike.
    const pool = this.#poolOf(settings);
    this.#pools.add(pool);
    try {
      return await pool.execute(task, signal, start);
    } finally {
      this.#pools.delete(pool);
      await pool.close();
    }
  }

  async close(): Promise<void> {
    await Promise.all([...this.#pools].map((pool) => pool.close()));
    await this.#parts.executor.close();
  }

  #poolOf(all: JsonRecord): WorkerPool {
    const { operator, entry, flavor, pipeline, log, hasFailureHook } = this.#parts;
    const resources = resourcesOf(all);
    const own = all[`step_operator.${flavor}`];
    const start = startLaunched({
      operator,
      resources,
      settings: isRecord(own) ? own : {},
      command: (folder) => commandOf(entry, folder, resources),
    });
    const pool = new WorkerPool({ start, size: 1, depth: 1, log, hasFailureHook });
    pool.load(pipeline);
    return pool;
  }
}

function resourcesOf({ resources }: JsonRecord): ResourceSettings {
  return ResourceSettingsSchema.safeParse(resources ?? {}).data ?? {};
}

/** Node's own limit lies where the step's does, be it below or above. */
function commandOf(
  entry: string,
  folder: string,
  { memory }: ResourceSettings,
): StepLaunch["command"] {
  const bytes = memoryBytes(memory ?? "");
  const heap =
    bytes === undefined ? [] : [`--max-old-space-size=${Math.max(1, Math.floor(bytes / 2 ** 20))}`];
  return [process.execPath, ...heap, entry, folder];
}
