// The collections that a map walks over, element by element. Arrays are read once; of a collection that
// another map made no value is read here, its items are handed on as they are.
import { COLLECTION, parseCollection } from "../../artifacts/collection.js";
import type { CollectionContent } from "../../artifacts/collection.js";
import type { StoredContent } from "../../artifacts/stored-content.js";
import { encodeText } from "../../artifacts/text.js";
import type { ArtifactStore } from "../../artifacts/artifact-store.js";
import { ZenError } from "../../domain/errors.js";
import type { Json } from "../../domain/entities/fields.js";
import type { GraphMap } from "../../domain/graph.js";
import { sha256 } from "../../util/content-hash.js";
import { inputArtifactId, inputHash } from "./frame.js";
import type { Frame, Input } from "./frame.js";

export interface Elements {
  readonly length: number;
  /** What the item is given, by name; undefined when there is nothing at that place. */
  at(index: number): Promise<Readonly<Record<string, Input>> | undefined>;
  /** Changes when any of the collections does. */
  readonly hash: string;
  /** The collections' artifacts, by name. */
  readonly artifactIds: Readonly<Record<string, string>>;
}

export interface ElementsParts {
  readonly artifactStore: ArtifactStore;
  readonly readInput: (input: Input, label: string) => Promise<unknown>;
  readonly contentOf: (input: Input) => Promise<StoredContent | undefined>;
  /** Writes an element that is no JSON literal. */
  readonly writeElement: (
    value: unknown,
    place: { step: string; output: string },
  ) => Promise<StoredContent>;
}

type ElementAt = (index: number) => Promise<Input | undefined>;

interface Walked {
  readonly name: string;
  readonly input: Input;
  readonly length: number;
  readonly at: ElementAt;
}

/** Errors: `step_failed` for what is no collection, and for collections of different lengths. */
export async function elementsOf(
  frame: Frame,
  map: GraphMap,
  parts: ElementsParts,
): Promise<Elements | "skipped"> {
  const walked: Walked[] = [];
  for (const [name, from] of Object.entries(map.over)) {
    const input = frame.find(from);
    if (input === "skipped") return "skipped";
    if (input === "nothing")
      throw noCollection(map, name, "nothing: the step before returned no value");
    walked.push({ name, input, ...(await walk(map, name, { input, parts })) });
  }
  const [first] = walked;
  const length = first?.length ?? 0;
  const other = walked.find((one) => one.length !== length);
  if (first !== undefined && other !== undefined) throw lengthsDiffer(map, first, other);
  const ids = walked.flatMap(({ name, input }) => {
    const id = inputArtifactId(input);
    return id === undefined ? [] : [[name, id] as const];
  });
  return {
    length,
    at: (index) => together(walked, index),
    hash: sha256(walked.map(({ name, input }) => `${name}=${inputHash(input)}`).join("\n")),
    artifactIds: Object.fromEntries(ids),
  };
}

async function together(
  walked: readonly Walked[],
  index: number,
): Promise<Readonly<Record<string, Input>> | undefined> {
  const elements: Record<string, Input> = {};
  for (const { name, at } of walked) {
    const element = await at(index);
    if (element === undefined) return undefined;
    elements[name] = element;
  }
  return elements;
}

async function walk(
  map: GraphMap,
  name: string,
  { input, parts }: { readonly input: Input; readonly parts: ElementsParts },
): Promise<Pick<Walked, "length" | "at">> {
  const content = await parts.contentOf(input);
  if (content?.materializer === COLLECTION) {
    const { items } = parseCollection(await bytesOf(content, parts.artifactStore));
    return { length: items.length, at: async (index) => itemAt(items, index) };
  }
  const value = await parts.readInput(input, `'${name}' of map '${map.name}'`);
  const values = asList(value);
  if (values === undefined) {
    throw noCollection(map, name, `a value of type ${content?.data_type ?? typeof value}`);
  }
  const place = { step: map.name, output: name };
  const artifactId = inputArtifactId(input);
  const at: ElementAt = async (index) => {
    const element = values[index];
    if (isLiteral(element, artifactId)) return { value: element };
    const written = await parts.writeElement(element, place);
    return { element: written, artifact_id: artifactId ?? "" };
  };
  return { length: values.length, at };
}

function itemAt(items: CollectionContent["items"], index: number): Input | undefined {
  const item = items[index];
  if (item === undefined || item === null) return undefined;
  const { artifact_id, ...element } = item;
  return { element, artifact_id };
}

async function bytesOf(content: StoredContent, store: ArtifactStore): Promise<Uint8Array> {
  if (content.inline !== null) return encodeText(content.inline);
  return store.read(content.path ?? "");
}

function asList(value: unknown): ArrayLike<unknown> | undefined {
  if (Array.isArray(value)) return value;
  const isTyped = ArrayBuffer.isView(value) && !(value instanceof DataView) && "length" in value;
  return isTyped ? (value as unknown as ArrayLike<unknown>) : undefined;
}

/** What a literal of the wiring holds is JSON; of an artifact's elements, only plain ones surely are. */
function isLiteral(element: unknown, artifactId: string | undefined): element is Json {
  if (artifactId === undefined || element === null) return true;
  if (typeof element === "number") return Number.isFinite(element) && !Object.is(element, -0);
  return typeof element === "string" || typeof element === "boolean";
}

function noCollection(map: GraphMap, name: string, found: string): ZenError {
  return new ZenError("step_failed", `Map '${map.name}' walks over '${name}', which is ${found}.`, {
    hint: "Map over an array, a typed array, or what another map collected.",
    details: { map: map.name, input: name },
  });
}

function lengthsDiffer(map: GraphMap, one: Walked, other: Walked): ZenError {
  return new ZenError(
    "step_failed",
    `Map '${map.name}' walks over collections of different lengths: '${one.name}' has ${one.length} elements, '${other.name}' ${other.length}.`,
    {
      hint: "Collections that are walked together need the same length.",
      details: { map: map.name },
    },
  );
}
