// Where a node of the graph is executed: in the pipeline itself, or in one item of a map. Knows what the
// nodes of its scope have put out, and what its names are there.
import { valueHash } from "../../artifacts/collection.js";
import { literalHash } from "../cache-key.js";
import type { StoredContent } from "../../artifacts/stored-content.js";
import type { Artifact } from "../../domain/entities/artifact.js";
import type { Json } from "../../domain/entities/fields.js";
import type { GraphInput, GraphMap, OutputOf } from "../../domain/graph.js";
import { artifactReference } from "../references/external-inputs.js";
import type { ListedArtifact } from "./cache-lookup.js";

/** By the name of the output. An output of this run has its bytes at hand, one from the cache has not. */
export type Outputs = ReadonlyMap<string, Artifact | ListedArtifact>;

/** What a step is given: an artifact, a literal value, or an element of a collection's artifact. */
export type Input =
  | { readonly artifact: Artifact | ListedArtifact }
  | { readonly value: Json }
  | { readonly element: StoredContent; readonly artifact_id: string };

/** `skipped`: it comes from a branch that was not taken. `nothing`: from a step that returned nothing. */
export type FoundInput = Input | "skipped" | "nothing";

/** One item of a map. */
export interface Item {
  readonly map: GraphMap;
  readonly index: number;
  /** By the names of the map's `over`. */
  readonly elements: Readonly<Record<string, Input>>;
}

/** Artifacts from before the run, by what the graph calls them. */
export type Externals = ReadonlyMap<string, Artifact>;

export class Frame {
  readonly #parent: Frame | undefined;
  readonly item: Item | undefined;
  /** What the names of its nodes begin with instead of the map's name: `score[3]`. */
  readonly #prefix: string;
  readonly #outputs = new Map<string, Outputs | "skipped">();
  readonly #externals: Externals;

  constructor(
    inside?: { readonly parent: Frame; readonly item: Item },
    externals: Externals = inside === undefined ? new Map() : inside.parent.#externals,
  ) {
    this.#parent = inside?.parent;
    this.#externals = externals;
    this.item = inside?.item;
    this.#prefix =
      inside === undefined
        ? ""
        : `${inside.parent.nameOf(inside.item.map.name)}[${inside.item.index}]`;
  }

  /** What a node of this scope is called as a part of the run: `score.train` → `score[3].train`. */
  nameOf(node: string): string {
    const { item } = this;
    return item === undefined ? node : this.#prefix + node.slice(item.map.name.length);
  }

  /** The row of the map that this is an item of. */
  get mapName(): string | null {
    const { item } = this;
    return item === undefined ? null : (this.#parent?.nameOf(item.map.name) ?? null);
  }

  /** The map of the pipeline itself that this is a part of, as the graph calls it. */
  get outermostMap(): string | undefined {
    return this.#parent?.outermostMap ?? this.item?.map.name;
  }

  keep(node: string, outputs: Outputs | "skipped"): void {
    this.#outputs.set(node, outputs);
  }

  outputsOf(node: string): Outputs | "skipped" | undefined {
    return this.#outputs.get(node) ?? this.#parent?.outputsOf(node);
  }

  find(input: GraphInput): FoundInput {
    if ("value" in input) return this.#external(input.value) ?? input;
    if ("item" in input) return this.#element(input.item, input.input) ?? "nothing";
    if ("step" in input) return this.#output(input);
    const taken = input.first_of.map((one) => this.#output(one)).filter((one) => one !== "skipped");
    return taken[0] ?? "skipped";
  }

  #external(value: Json): Input | undefined {
    const reference = artifactReference(value);
    const artifact = reference === undefined ? undefined : this.#externals.get(reference);
    return artifact === undefined ? undefined : { artifact };
  }

  #output({ step, output }: OutputOf): FoundInput {
    const outputs = this.outputsOf(step);
    if (outputs === "skipped") return "skipped";
    const artifact = outputs?.get(output);
    return artifact === undefined ? "nothing" : { artifact };
  }

  #element(map: string, input: string): Input | undefined {
    const { item } = this;
    if (item?.map.name === map) return item.elements[input];
    return this.#parent === undefined ? undefined : this.#parent.#element(map, input);
  }
}

/** Identifies what a step is given. */
export function inputHash(input: Input): string {
  if ("value" in input) return literalHash(input.value);
  return valueHash("artifact" in input ? input.artifact : input.element);
}

/** The artifact that an input is or is a part of; a literal is none. */
export function inputArtifactId(input: Input): string | undefined {
  if ("value" in input) return undefined;
  return "artifact" in input ? input.artifact.id : input.artifact_id;
}
