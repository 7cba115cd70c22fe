// Starts each step as soon as all before it are done. Knows the graph and nothing of what a step does.
import type { Status } from "../../domain/status.js";
import type { OrchestratedRun, Orchestrator } from "../../stack/orchestrator.js";

export interface LocalOrchestratorOptions {
  /** Steps under way at once; default 64. What runs at one moment is up to whoever executes them. */
  readonly max_parallel?: number | undefined;
}

const DEFAULT_PARALLEL = 64;

export function localOrchestrator(options: LocalOrchestratorOptions = {}): Orchestrator {
  const limit = options.max_parallel ?? DEFAULT_PARALLEL;
  return { run: (run) => new Progress(run, limit).toEnd() };
}

const DONE: ReadonlySet<Status> = new Set<Status>(["completed", "cached"]);

/** The state of one run: which steps wait for what, which are ready. */
class Progress {
  readonly #run: OrchestratedRun;
  readonly #limit: number;
  readonly #missing = new Map<string, number>();
  readonly #dependents = new Map<string, string[]>();
  readonly #ready: string[] = [];
  #underWay = 0;
  #stopped = false;
  #resolve: () => void = () => undefined;
  #reject: (error: unknown) => void = () => undefined;

  constructor(run: OrchestratedRun, limit: number) {
    this.#run = run;
    this.#limit = limit;
    for (const step of run.graph.steps) {
      if (run.finished.has(step.name)) continue;
      const waitsFor = step.upstream.filter((name) => !run.finished.has(name));
      this.#missing.set(step.name, waitsFor.length);
      for (const name of waitsFor) this.#addDependent(name, step.name);
      if (waitsFor.length === 0) this.#ready.push(step.name);
    }
  }

  async toEnd(): Promise<void> {
    await new Promise<void>((resolve, reject) => {
      this.#resolve = resolve;
      this.#reject = reject;
      this.#start();
    });
    for (const name of this.#missing.keys()) await this.#run.skip(name);
  }

  #start(): void {
    while (this.#ready.length > 0 && this.#underWay < this.#limit && !this.#halted()) {
      const step = this.#ready.shift();
      if (step === undefined) continue;
      this.#underWay++;
      this.#missing.delete(step);
      this.#run.execute(step).then((status) => this.#ended(step, status), this.#reject);
    }
    if (this.#underWay === 0) this.#resolve();
  }

  #ended(step: string, status: Status): void {
    this.#underWay--;
    if (DONE.has(status)) this.#release(step);
    else if (this.#run.on_failure === "stop") this.#stopped = true;
    this.#start();
  }

  #release(step: string): void {
    for (const dependent of this.#after(step)) {
      const left = (this.#missing.get(dependent) ?? 0) - 1;
      this.#missing.set(dependent, left);
      if (left === 0) this.#ready.push(dependent);
    }
  }

  #addDependent(step: string, dependent: string): void {
    const dependents = this.#dependents.get(step);
    if (dependents === undefined) this.#dependents.set(step, [dependent]);
    else dependents.push(dependent);
  }

  #after(step: string): readonly string[] {
    return this.#dependents.get(step) ?? [];
  }

  #halted(): boolean {
    return this.#stopped || this.#run.signal.aborted;
  }
}
