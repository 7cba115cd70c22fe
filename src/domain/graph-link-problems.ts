// What is wrong with where the inputs, conditions and outputs of a graph come from.
import type { GraphNode } from "./graph-nodes.js";
import { upstreamOf } from "./graph-nodes.js";
import { lookedAt, originsOf } from "./graph-origins.js";
import { hasOutput, scopeOf } from "./graph-scopes.js";
import type { GraphScopes } from "./graph-scopes.js";
import type { GraphInput, GraphMap, OutputOf } from "./graph.js";

export function linkProblems(node: GraphNode, scopes: GraphScopes): readonly string[] {
  const scope = scopeOf(node);
  if (scope !== undefined && scopes.map(scope) === undefined)
    return [`${titleOf(node)} is a part of map '${scope}', which does not exist`];
  const unknown = upstreamOf(node)
    .filter((name) => scopes.find(name, scope) === undefined)
    .map((name) => `${titleOf(node)} waits for '${name}', ${scopes.absence(name)}`);
  const own = node.kind === "map" ? mapProblems(node.map, scopes) : [];
  return [
    ...unknown,
    ...waitsForOwnMap(node, scopes),
    ...inputProblems(node, scopes),
    ...conditionProblems(node, scopes),
    ...own,
  ];
}

export function titleOf({ kind, name }: GraphNode): string {
  return `${kind} '${name}'`;
}

function waitsForOwnMap(node: GraphNode, scopes: GraphScopes): readonly string[] {
  const around = scopes.around(scopeOf(node));
  if (around.length === 0) return [];
  return upstreamOf(node).flatMap((name) => {
    const found = scopes.find(name, scopeOf(node));
    const isOwn = found?.kind === "map" && around.includes(name);
    return isOwn ? [`${titleOf(node)} waits for map '${name}', which it is a part of`] : [];
  });
}

function inputProblems(node: GraphNode, scopes: GraphScopes): readonly string[] {
  const inputs = Object.entries(node.kind === "step" ? node.step.inputs : node.map.over);
  return inputs.flatMap(([name, input]) => {
    return sourceProblems(input, { where: `input '${name}' of ${titleOf(node)}`, node, scopes });
  });
}

interface Origin {
  readonly where: string;
  readonly node: GraphNode;
  readonly scopes: GraphScopes;
}

function sourceProblems(input: GraphInput, origin: Origin): readonly string[] {
  const { where, node, scopes } = origin;
  if ("item" in input) return itemProblems(input, { where, scope: scopeOf(node), scopes });
  if ("first_of" in input && input.first_of.length === 0) return [`${where} comes from nowhere`];
  return originsOf(input).flatMap((one) => originProblems(one, origin));
}

function originProblems(
  { step, output }: OutputOf,
  { where, node, scopes }: Origin,
): readonly string[] {
  const from = scopes.find(step, scopeOf(node));
  if (from === undefined) return [`${where} comes from '${step}', ${scopes.absence(step)}`];
  if (!hasOutput(from, output)) {
    return [`${where} comes from output '${output}', which ${titleOf(from)} does not have`];
  }
  return upstreamOf(node).includes(step)
    ? []
    : [`${where} comes from '${step}', which \`upstream\` does not name`];
}

interface ItemPlace {
  readonly where: string;
  readonly scope: string | undefined;
  readonly scopes: GraphScopes;
}

function itemProblems(
  { item, input }: Extract<GraphInput, { item: string }>,
  { where, scope, scopes }: ItemPlace,
): readonly string[] {
  if (!scopes.around(scope).includes(item))
    return [`${where} is an item of map '${item}', which it is not a part of`];
  const isKnown = Object.hasOwn(scopes.map(item)?.over ?? {}, input);
  return isKnown
    ? []
    : [`${where} is the item '${input}' of map '${item}', which has no such item`];
}

function conditionProblems(node: GraphNode, scopes: GraphScopes): readonly string[] {
  const { when = [] } = node.kind === "step" ? node.step : node.map;
  const origin = { where: `a condition of ${titleOf(node)}`, node, scopes };
  return when.flatMap((condition) => sourceProblems(lookedAt(condition), origin));
}

function mapProblems(map: GraphMap, scopes: GraphScopes): readonly string[] {
  const title = `map '${map.name}'`;
  const inside = scopes.nodes.filter((node) => scopeOf(node) === map.name);
  const over = Object.entries(map.over);
  return [
    ...(over.length === 0 ? [`${title} walks over nothing`] : []),
    ...over
      .filter(([, input]) => "value" in input && !Array.isArray(input.value))
      .map(([name]) => `${title} walks over '${name}', which is no list`),
    ...(inside.length === 0 ? [`${title} has no steps`] : []),
    ...partProblems(map, scopes),
    ...Object.entries(map.outputs).flatMap(([name, from]) =>
      originsOf(from).flatMap((one) => collectedProblems(one, `output '${name}' of ${title}`)),
    ),
    ...inside.flatMap((node) => unnamedProblems(node, map, scopes)),
  ];

  function collectedProblems({ step, output }: OutputOf, where: string): readonly string[] {
    const from = inside.find((node) => node.name === step);
    if (from === undefined) return [`${where} comes from '${step}', which is not in it`];
    return hasOutput(from, output)
      ? []
      : [`${where} comes from output '${output}', which ${titleOf(from)} does not have`];
  }
}

function partProblems(map: GraphMap, scopes: GraphScopes): readonly string[] {
  const around = scopes.around(map.name);
  const outermost = scopes.map(around.at(-1) ?? "");
  return outermost?.map === undefined || scopes.map(outermost.map) === undefined
    ? []
    : [`map '${map.name}' is a part of itself: ${[...around, outermost.map].join(" in ")}`];
}

/** A map begins when all has ended that anything in it needs of what stands outside. */
function unnamedProblems(node: GraphNode, map: GraphMap, scopes: GraphScopes): readonly string[] {
  return upstreamOf(node).flatMap((name) => {
    const found = scopes.find(name, scopeOf(node));
    const isOutside = found !== undefined && scopeOf(found) !== map.name;
    return isOutside && !map.upstream.includes(name) && name !== map.name
      ? [
          `map '${map.name}' does not name '${name}' in \`upstream\`, which ${titleOf(node)} waits for`,
        ]
      : [];
  });
}
