// Rules that a graph's schema cannot say. Pure; for graphs of any origin, hand-written ones included.
import { ZenError } from "./errors.js";
import { linkProblems } from "./graph-link-problems.js";
import { orderProblems } from "./graph-order-problems.js";
import { GraphScopes } from "./graph-scopes.js";
import type { Graph } from "./graph.js";

/**
 * Errors: `pipeline_invalid`, naming every problem: no steps, a name twice, an input from a step or
 * output that does not exist or cannot be seen from where it is used, a cycle, steps out of order, a map
 * over nothing or of nothing.
 */
export function checkGraph(graph: Graph): void {
  const problems = graphProblems(graph);
  if (problems.length === 0) return;
  const listed =
    problems.length === 1
      ? ` ${problems[0]}.`
      : `\n${problems.map((one) => `  ${one}`).join("\n")}`;
  throw new ZenError(
    "pipeline_invalid",
    `The graph of pipeline '${graph.name}' is not valid:${listed}`,
    {
      hint:
        graph.steps.length === 0 ? "Call at least one step in the pipeline's function." : undefined,
      details: { problems },
    },
  );
}

function graphProblems(graph: Graph): readonly string[] {
  if (graph.steps.length === 0) return ["it has no steps"];
  const scopes = new GraphScopes(graph);
  return [
    ...namesTwice(graph),
    ...scopes.nodes.flatMap((node) => linkProblems(node, scopes)),
    ...orderProblems(graph, scopes),
  ];
}

/** A map of a single step has that step's name. */
function namesTwice({ steps, maps = [] }: Graph): readonly string[] {
  const mapNames = new Set(maps.map(({ name }) => name));
  const both = steps.filter(({ name, map }) => mapNames.has(name) && map !== name);
  return [
    ...repeated(steps).map((name) => `two steps are named '${name}'`),
    ...repeated(maps).map((name) => `two maps are named '${name}'`),
    ...both.map(({ name }) => `a step and a map are named '${name}'`),
  ];
}

function repeated(nodes: readonly { readonly name: string }[]): readonly string[] {
  const seen = new Set<string>();
  const twice = new Set<string>();
  for (const { name } of nodes) (seen.has(name) ? twice : seen).add(name);
  return [...twice];
}
