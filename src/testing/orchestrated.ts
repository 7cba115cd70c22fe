// A run as an orchestrator sees it, of steps that only say how they end.
import type { Graph, GraphStep } from "../domain/graph.js";
import type { Status } from "../domain/status.js";
import type { OrchestratedRun, Orchestrator } from "../stack/orchestrator.js";

/** Step → the steps before it. */
export type Wiring = Readonly<Record<string, readonly string[]>>;

export interface Told {
  /** In the order in which they were started. */
  readonly executed: readonly string[];
  readonly skipped: readonly string[];
  /** `x before y` for each step that was started before one that it waits for had ended. */
  readonly tooEarly: readonly string[];
}

export interface OrchestrateOptions {
  /** How a step ends; default: completed. */
  readonly outcome?: (step: string) => Status;
  readonly on_failure?: OrchestratedRun["on_failure"];
  readonly finished?: ReadonlyMap<string, Status>;
  readonly signal?: AbortSignal;
}

export async function orchestrate(
  orchestrator: Orchestrator,
  wiring: Wiring,
  options: OrchestrateOptions = {},
): Promise<Told> {
  const { outcome = () => "completed", finished = new Map<string, Status>() } = options;
  const executed: string[] = [];
  const skipped: string[] = [];
  const tooEarly: string[] = [];
  const ended = new Set(finished.keys());
  await orchestrator.run({
    graph: graphOf(wiring),
    finished,
    signal: options.signal ?? new AbortController().signal,
    on_failure: options.on_failure ?? "continue",
    skip: async (step) => {
      skipped.push(step);
      ended.add(step);
    },
    execute: async (step) => {
      executed.push(step);
      const open = (wiring[step] ?? []).filter((before) => !ended.has(before));
      tooEarly.push(...open.map((before) => `${step} before ${before}`));
      await new Promise((resolve) => setImmediate(resolve));
      const status = outcome(step);
      ended.add(step);
      return status;
    },
  });
  return { executed, skipped, tooEarly };
}

function graphOf(wiring: Wiring): Graph {
  return {
    ...{ version: 1, name: "contract", description: null, params: {}, enable_cache: true },
    ...{ settings: {}, extra: {} },
    steps: Object.entries(wiring).map(([name, upstream]): GraphStep => ({
      ...{ name, step: name, description: null, source: null, inputs: {}, params: {} },
      ...{ upstream: [...upstream], outputs: { output: "auto" }, enable_cache: true },
      ...{ settings: {}, extra: {} },
    })),
  };
}
