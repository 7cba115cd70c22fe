// What about a pipeline is not as it was when a run of it began, in words. Pure.
import type { Json } from "../../domain/entities/fields.js";
import { originsOf } from "../../domain/graph-origins.js";
import { GraphInput } from "../../domain/graph.js";
import type { Graph } from "../../domain/graph.js";

export interface RunDifference {
  /** The step or map of the graph; null for the pipeline itself. */
  readonly node: string | null;
  /** One line: `step 'train': param 'trees' was 50, is 80`. */
  readonly message: string;
}

type Hashes = Readonly<Record<string, string>>;

export interface CodeAndGraph {
  readonly graph: Graph;
  /** Name of a step definition → hash of its code, as far as it is known. */
  readonly code: Hashes;
}

export function runDifferences(before: CodeAndGraph, now: CodeAndGraph): RunDifference[] {
  return [
    ...pipelineDifferences(before.graph, now.graph),
    ...nodeDifferences("step", before.graph.steps, now.graph.steps),
    ...nodeDifferences("map", before.graph.maps ?? [], now.graph.maps ?? []),
    ...codeDifferences(before, now),
  ];
}

type Fields = Readonly<Record<string, unknown>>;
type Node = { readonly name: string };

/** Where something stands, and what is said about it, does not change what it does. */
const SAID_ONLY: ReadonlySet<string> = new Set(["name", "description", "source", "version"]);
const APART: ReadonlySet<string> = new Set([...SAID_ONLY, "steps", "maps"]);

function pipelineDifferences(before: Graph, now: Graph): RunDifference[] {
  const renamed = before.name === now.name ? [] : [changed("name", before.name, now.name)];
  const lines = [...renamed, ...fieldDifferences(before, now, APART)];
  return lines.map((line) => ({ node: null, message: `the pipeline: ${line}` }));
}

function nodeDifferences(
  kind: "step" | "map",
  before: readonly Node[],
  now: readonly Node[],
): RunDifference[] {
  const old = new Map(before.map((node) => [node.name, node]));
  const names = new Set([...old.keys(), ...now.map(({ name }) => name)]);
  const current = new Map(now.map((node) => [node.name, node]));
  return [...names].flatMap((name) =>
    linesOf(old.get(name), current.get(name)).map((line) => ({
      node: name,
      message: `${kind} '${name}': ${line}`,
    })),
  );
}

function linesOf(before: Node | undefined, now: Node | undefined): readonly string[] {
  if (before === undefined) return ["is new"];
  return now === undefined ? ["is not there any more"] : fieldDifferences(before, now, SAID_ONLY);
}

/** What the entries of a field are called. */
const ENTRIES: Readonly<Record<string, string>> = {
  inputs: "input",
  over: "collection",
  outputs: "output",
  params: "param",
  settings: "settings of",
  extra: "extra",
};

function fieldDifferences(
  before: object,
  now: object,
  ignored: ReadonlySet<string>,
): readonly string[] {
  // Plain JSON both.
  const [old, current]: [Fields, Fields] = [{ ...before }, { ...now }];
  return keysOf(old, current).flatMap((key) => {
    if (ignored.has(key) || isSame(old[key], current[key])) return [];
    const word = ENTRIES[key];
    if (word === undefined) return [changed(key, old[key], current[key])];
    const [from, to] = [recordOf(old[key]), recordOf(current[key])];
    return keysOf(from, to)
      .filter((name) => !isSame(from[name], to[name]))
      .map((name) => changed(`${word} '${name}'`, from[name], to[name]));
  });
}

function codeDifferences(before: CodeAndGraph, now: CodeAndGraph): RunDifference[] {
  const users = new Map(now.graph.steps.map(({ name, step }) => [step, name]));
  return [...users].flatMap(([definition, node]) => {
    const [old, current] = [before.code[definition], now.code[definition]];
    if (old === undefined || old === current) return [];
    const what = current === undefined ? "cannot be read any more" : "is another";
    const message = `step '${definition}': its code, or a package that it imports, ${what}`;
    return [{ node, message }];
  });
}

const LONGEST = 60;

function changed(what: string, before: unknown, now: unknown): string {
  if (before === undefined) return `${what} is ${shown(now)}, was not there`;
  if (now === undefined) return `${what} was ${shown(before)}, is not there any more`;
  return `${what} was ${shown(before)}, is ${shown(now)}`;
}

function shown(value: unknown): string {
  const input = GraphInput.safeParse(value);
  if (input.success && !("value" in input.data)) {
    const { data } = input;
    if ("item" in data) return `an item of ${data.item}`;
    return originsOf(data)
      .map(({ step, output }) => `${step}.${output}`)
      .join(" or ");
  }
  const text = JSON.stringify(input.success && "value" in input.data ? input.data.value : value);
  return text.length > LONGEST ? `${text.slice(0, LONGEST - 1)}…` : text;
}

function keysOf(left: Fields, right: Fields): string[] {
  return [...new Set([...Object.keys(left), ...Object.keys(right)])];
}

function recordOf(value: unknown): Fields {
  return typeof value === "object" && value !== null ? { ...value } : {};
}

function isSame(left: unknown, right: unknown): boolean {
  return left === right || canonical(left) === canonical(right);
}

/** JSON whose text does not depend on the order in which keys were written. */
function canonical(value: unknown): string | undefined {
  return JSON.stringify(value, (_key, part: Json) =>
    typeof part === "object" && part !== null && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([left], [right]) => (left < right ? -1 : 1)))
      : part,
  );
}
