// Executes steps in other languages for tests: real processes, real files, in a folder of their own.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { ArtifactStore } from "../../artifacts/artifact-store.js";
import { jsonMaterializer } from "../../artifacts/materializers/json.js";
import { readValue } from "../../artifacts/read-value.js";
import { writeValue } from "../../artifacts/write-value.js";
import type { Failure } from "../../domain/entities/run.js";
import { localArtifactStore } from "../../integrations/local/artifact-store.js";
import type { AnyMaterializer, StepDefinition } from "../definition.js";
import { executeStep } from "../execution/execute-step.js";
import type { LogLine, StepOutcome, StepTask, TaskInput } from "../step-task.js";
import type { CommandRecipe, ExternalStep, PythonRecipe } from "./external-step.js";
import type { ForeignProcesses } from "./foreign-processes.js";

type Outputs = Readonly<Record<string, AnyMaterializer>>;

export interface ForeignRun {
  readonly external: ExternalStep;
  readonly inputs?: Readonly<Record<string, unknown>>;
  readonly outputs?: Outputs | undefined;
  readonly params?: unknown;
  readonly processes?: ForeignProcesses;
  readonly signal?: AbortSignal;
}

export interface ForeignResult {
  readonly outcome: StepOutcome;
  /** Of a step that completed. */
  readonly values: Readonly<Record<string, unknown>>;
  readonly failure: Failure | undefined;
  readonly lines: readonly string[];
}

export class ForeignProject {
  readonly folder = mkdtempSync(join(tmpdir(), "zenml-foreign-"));
  readonly store: ArtifactStore = localArtifactStore({ root: join(this.folder, "artifacts") });
  readonly lines: string[] = [];

  write(name: string, text: string): void {
    writeFileSync(join(this.folder, name), text);
  }

  read(name: string): string {
    return readFileSync(join(this.folder, name), "utf8");
  }

  definition({ external, outputs }: Pick<ForeignRun, "external" | "outputs">): StepDefinition {
    return {
      name: "step",
      description: null,
      fn: () => undefined,
      params: undefined,
      defaults: {},
      outputs,
      configuration: {},
      source: { file: join(this.folder, "pipeline.ts"), line: 1, column: 1 },
      external,
    };
  }

  async run(run: ForeignRun): Promise<ForeignResult> {
    const definition = this.definition(run);
    const lines: string[] = [];
    const outcome = await executeStep(
      await this.#task(run),
      { definition, params: run.params ?? {} },
      {
        materializers: new Map(),
        artifactStore: this.store,
        signal: run.signal ?? new AbortController().signal,
        log: (line: LogLine) => {
          lines.push(`${line.stream}: ${line.text}`);
          this.lines.push(line.text);
        },
        projectRoot: this.folder,
        processes: run.processes,
      },
    );
    const values: Record<string, unknown> = {};
    const outputs = outcome.status === "completed" ? outcome.outputs : {};
    for (const [name, content] of Object.entries(outputs)) {
      values[name] = await readValue(content, { store: this.store });
    }
    const failure = outcome.status === "failed" ? outcome.failure : undefined;
    return { outcome, values, failure, lines };
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }

  async #task(run: ForeignRun): Promise<StepTask> {
    const inputs: Record<string, TaskInput> = {};
    for (const [name, value] of Object.entries(run.inputs ?? {})) {
      const place = { step: "before", output: name, store: this.store };
      inputs[name] = { artifact: await writeValue(value, place) };
    }
    return {
      run: { id: "1", name: "run" },
      step: { id: "2", name: "step", definition: "step" },
      node: "step",
      pipeline: "pipeline",
      attempt: 1,
      params: {},
      inputs,
      outputs: {},
    };
  }
}

const SHARED = { inputs: undefined, env: {}, files: undefined, heartbeat_timeout: undefined };

export function python(name: string | undefined, more: Partial<PythonRecipe> = {}): PythonRecipe {
  const own = { script: "steps.py", function: name, environment: {}, keep_warm: true };
  return { type: "python", ...own, ...SHARED, ...more };
}

export function command(
  words: readonly string[],
  more: Partial<CommandRecipe> = {},
): CommandRecipe {
  return { type: "command", command: words, folder: ".", ...SHARED, ...more };
}

/** One declared output, as JSON. */
export const OUT: Outputs = { out: jsonMaterializer };
