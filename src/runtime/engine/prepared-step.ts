// What one invocation of a step is made of, and the key under which its outputs are found again.
import type { CacheParts } from "../../domain/cache-parts.js";
import type { GraphStep } from "../../domain/graph.js";
import { cacheKey, makeCacheParts } from "../cache-key.js";
import type { CodeParts } from "../code-index.js";
import type { Declared } from "../declared/declared-hashes.js";
import { stepCode } from "../execution/step-code.js";
import { inputArtifactId, inputHash } from "./frame.js";
import type { Frame, Input } from "./frame.js";
import type { StepRow } from "./step-row.js";
import type { StepRunnerParts } from "./step-runner-parts.js";

export interface PreparedStep {
  readonly frame: Frame;
  readonly graph: GraphStep;
  readonly row: StepRow;
  readonly inputs: Readonly<Record<string, Input>>;
  readonly inputIds: Readonly<Record<string, string>>;
  readonly parts: CacheParts;
  readonly key: string | null;
}

type Given = Pick<PreparedStep, "frame" | "graph" | "row" | "inputs">;

export class StepPreparation {
  readonly #parts: Pick<StepRunnerParts, "pipeline" | "code" | "declared">;
  /** By the name of the definition: its invocations share their code. */
  readonly #code = new Map<string, CodeParts>();
  readonly #declared = new Map<string, Promise<Declared>>();

  constructor(parts: Pick<StepRunnerParts, "pipeline" | "code" | "declared">) {
    this.#parts = parts;
  }

  async prepare(given: Given): Promise<PreparedStep> {
    const { graph, inputs } = given;
    const inputIds: Record<string, string> = {};
    const hashes: Record<string, string> = {};
    for (const [name, input] of Object.entries(inputs)) {
      const id = inputArtifactId(input);
      if (id !== undefined) inputIds[name] = id;
      hashes[name] = inputHash(input);
    }
    const parts = makeCacheParts({
      definition: graph.step,
      code: this.#codeOf(graph),
      params: graph.params,
      inputs: hashes,
      outputs: graph.outputs,
      declared: graph.cache === undefined ? undefined : await this.#declaredBy(graph),
    });
    return { ...given, inputIds, parts, key: cacheKey(parts) };
  }

  /** Looked at once in a run: what changes while it goes on counts for the next one. */
  #declaredBy({ name, cache }: GraphStep): Promise<Declared> {
    const declared = this.#declared.get(name) ?? this.#parts.declared(cache);
    this.#declared.set(name, declared);
    return declared;
  }

  #codeOf(graph: GraphStep): CodeParts {
    let parts = this.#code.get(graph.step);
    if (parts === undefined) {
      parts = this.#parts.code.partsOf(stepCode(this.#parts.pipeline, graph.name).definition);
      this.#code.set(graph.step, parts);
    }
    return parts;
  }
}
