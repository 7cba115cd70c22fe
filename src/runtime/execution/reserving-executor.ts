// Lets steps that say what they need of the machine (`settings.resources`) begin only while that much of
// it is not taken by others that say so, and says what memory they may take to who can see to it. Steps
// that say nothing wait for nothing.
import type { GraphStep } from "../../domain/graph.js";
import type { JsonRecord } from "../../domain/entities/fields.js";
import { memoryBytes } from "../../stack/settings/resource-settings.js";
import { isRecord } from "../../util/is-record.js";
import type { MemoryLimit, StepOutcome, StepTask } from "../step-task.js";
import type { StepExecutor } from "./executor.js";

/** Processor cores, and memory in bytes. */
export interface Resources {
  readonly cpu_count: number;
  readonly memory: number;
}

/** The executor itself where no step says what it needs. */
export function reservingExecutor(
  executor: StepExecutor,
  steps: readonly Pick<GraphStep, "name" | "settings">[],
  capacity: Resources,
): StepExecutor {
  const needs = new Map<string, Needed>();
  for (const { name, settings } of steps) {
    const needed = neededBy(settings);
    if (needed !== undefined) needs.set(name, needed);
  }
  return needs.size === 0 ? executor : new ReservingExecutor(executor, needs, capacity);
}

interface Needed extends Resources {
  readonly limit: MemoryLimit | undefined;
}

/** What a step may take that has these settings; undefined: as much as there is. */
export function memoryLimit({ resources }: JsonRecord): MemoryLimit | undefined {
  const text = isRecord(resources) ? resources["memory"] : undefined;
  const bytes = typeof text === "string" ? (memoryBytes(text) ?? 0) : 0;
  return typeof text === "string" && bytes > 0 ? { bytes, text } : undefined;
}

function neededBy(settings: JsonRecord): Needed | undefined {
  const { resources } = settings;
  const cpus = isRecord(resources) ? resources["cpu_count"] : undefined;
  const limit = memoryLimit(settings);
  const needed = {
    cpu_count: typeof cpus === "number" ? cpus : 0,
    memory: limit?.bytes ?? 0,
    limit,
  };
  return needed.cpu_count === 0 && needed.memory === 0 ? undefined : needed;
}

interface Waiting {
  readonly needed: Resources;
  readonly begin: () => void;
}

class ReservingExecutor implements StepExecutor {
  readonly #executor: StepExecutor;
  readonly #needs: ReadonlyMap<string, Needed>;
  readonly #waiting: Waiting[] = [];
  #free: Resources;
  #held = 0;

  constructor(executor: StepExecutor, needs: ReadonlyMap<string, Needed>, capacity: Resources) {
    this.#executor = executor;
    this.#needs = needs;
    this.#free = capacity;
  }

  async execute(task: StepTask, signal: AbortSignal, start: () => void): Promise<StepOutcome> {
    const needed = this.#needs.get(task.node);
    if (needed === undefined) return this.#executor.execute(task, signal, start);
    const release = await this.#reserve(needed, signal);
    const { limit: memory } = needed;
    try {
      return await this.#executor.execute({ ...task, memory }, signal, start);
    } finally {
      release();
    }
  }

  close(): Promise<void> {
    return this.#executor.close();
  }

  /** Resolves once there is room, in the order of asking; once the run is cancelled, at once. */
  #reserve(needed: Resources, signal: AbortSignal): Promise<() => void> {
    return new Promise((resolve) => {
      const cancelled = () => {
        const place = this.#waiting.indexOf(waiting);
        if (place >= 0) this.#waiting.splice(place, 1);
        resolve(() => undefined);
      };
      const waiting: Waiting = {
        needed,
        begin: () => {
          signal.removeEventListener("abort", cancelled);
          this.#take(needed, -1);
          resolve(() => {
            this.#take(needed, 1);
            this.#beginNext();
          });
        },
      };
      this.#waiting.push(waiting);
      signal.addEventListener("abort", cancelled, { once: true });
      if (signal.aborted) cancelled();
      this.#beginNext();
    });
  }

  #beginNext(): void {
    for (let first = this.#waiting[0]; first !== undefined; first = this.#waiting[0]) {
      const { cpu_count, memory } = this.#free;
      const fits = first.needed.cpu_count <= cpu_count && first.needed.memory <= memory;
      // One that needs more than there is has the machine for itself.
      if (!fits && this.#held > 0) return;
      this.#waiting.shift();
      first.begin();
    }
  }

  #take({ cpu_count, memory }: Resources, sign: 1 | -1): void {
    this.#held -= sign;
    this.#free = {
      cpu_count: this.#free.cpu_count + sign * cpu_count,
      memory: this.#free.memory + sign * memory,
    };
  }
}
