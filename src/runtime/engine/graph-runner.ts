// Executes the nodes of a graph for an orchestrator: steps and maps, wherever they stand. Brings together
// what they share; knows nothing of when.
import { collectionContent } from "../../artifacts/collection.js";
import { readValue } from "../../artifacts/read-value.js";
import type { ArtifactStore } from "../../artifacts/artifact-store.js";
import { writeValue } from "../../artifacts/write-value.js";
import type { Artifact } from "../../domain/entities/artifact.js";
import type { GraphNode } from "../../domain/graph-nodes.js";
import type { Status } from "../../domain/status.js";
import type { ZenStore } from "../../store/zen-store.js";
import { Conditions } from "./conditions.js";
import { Frame } from "./frame.js";
import type { Externals, Input } from "./frame.js";
import { GraphPlan } from "./graph-plan.js";
import type { Scope } from "./graph-plan.js";
import { contentOf } from "./input-content.js";
import { MapRunner } from "./map-runner.js";
import { RunTally } from "./run-tally.js";
import { StepRunner } from "./step-runner.js";
import type { StepRunnerParts } from "./step-runner-parts.js";
import type { RunListener } from "../run-events.js";

type Shared = Omit<StepRunnerParts, "plan" | "conditions" | "tally">;

export interface GraphRunnerParts extends Shared {
  readonly artifactStore: ArtifactStore;
  readonly store: Pick<ZenStore, "artifacts">;
  readonly externals: Externals;
  readonly listener: RunListener;
}

/** Artifacts that are looked up in one go. */
const CHUNK = 200;

export class GraphRunner {
  readonly tally: RunTally;
  readonly #scope: Scope;
  readonly #frame: Frame;
  readonly #steps: StepRunner;
  readonly #maps: MapRunner;

  constructor(parts: GraphRunnerParts) {
    const plan = new GraphPlan(parts.pipeline.graph);
    this.#frame = new Frame(undefined, parts.externals);
    this.tally = new RunTally(parts.listener);
    const readInput = (input: Input, label: string) => readOf(parts, input, label);
    const conditions = new Conditions(readInput);
    const shared = { ...parts, plan, conditions, tally: this.tally };
    this.#scope = plan.scope();
    this.#steps = new StepRunner(shared);
    this.#maps = new MapRunner({
      ...shared,
      elements: {
        artifactStore: parts.artifactStore,
        readInput,
        contentOf: (input) => contentOf(input, parts.cache),
        writeElement: (value, place) => writeValue(value, { ...place, store: parts.artifactStore }),
      },
      writeCollection: (content, map) =>
        writeValue(content, {
          materializer: collectionContent,
          store: parts.artifactStore,
          step: map,
          output: "output",
        }),
      readArtifacts: (ids) => readArtifacts(parts.store, ids),
      execute: (frame, node) => this.#execute(frame, node),
      skip: (frame, node) => this.#skip(frame, node),
    });
  }

  execute(name: string): Promise<Status> {
    return this.#execute(this.#frame, this.#node(name));
  }

  async skip(name: string): Promise<void> {
    this.#skip(this.#frame, this.#node(name));
  }

  #execute(frame: Frame, node: GraphNode): Promise<Status> {
    return node.kind === "step"
      ? this.#steps.execute(frame, node.step)
      : this.#maps.execute(frame, node.map);
  }

  #skip(frame: Frame, node: GraphNode): void {
    if (node.kind === "step") this.#steps.skip(frame, node.step);
    else this.#maps.skip(frame, node.map);
  }

  #node(name: string): GraphNode {
    const node = this.#scope.byName.get(name);
    if (node === undefined) throw new Error(`the graph has no step or map '${name}'`);
    return node;
  }
}

async function readOf(parts: GraphRunnerParts, input: Input, label: string): Promise<unknown> {
  const content = await contentOf(input, parts.cache);
  if (content === undefined) return "value" in input ? input.value : undefined;
  const { materializers } = parts.pipeline;
  return readValue(content, { store: parts.artifactStore, materializers, label });
}

async function readArtifacts(
  store: Pick<ZenStore, "artifacts">,
  ids: readonly string[],
): Promise<ReadonlyMap<string, Artifact>> {
  const found = new Map<string, Artifact>();
  for (let from = 0; from < ids.length; from += CHUNK) {
    const some = ids.slice(from, from + CHUNK);
    const { items } = await store.artifacts.listWhole({
      filters: [{ field: "id", operator: "in", value: some }],
      limit: CHUNK,
    });
    for (const artifact of items) found.set(artifact.id, artifact);
  }
  return found;
}
