// Rules that a graph's schema cannot say. Pure; for graphs of any origin, hand-written ones included.
import { ZenError } from "./errors.js";
import type { Graph, GraphStep } from "./graph.js";

/**
 * Errors: `pipeline_invalid`, naming every problem: no steps, a name twice, an input from a step or
 * output that does not exist, a cycle, steps out of order.
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
  const steps = new Map(graph.steps.map((step) => [step.name, step]));
  const problems = [
    ...namesTwice(graph.steps),
    ...graph.steps.flatMap((step) => linkProblems(step, steps)),
  ];
  const disorder = orderProblems(graph.steps);
  const cycle = disorder.length === 0 ? undefined : findCycle(graph.steps);
  if (cycle === undefined) return [...problems, ...disorder];
  return [...problems, `there is a cycle: ${cycle.join(" → ")}`];
}

function namesTwice(steps: readonly GraphStep[]): readonly string[] {
  const seen = new Set<string>();
  const twice = new Set<string>();
  for (const { name } of steps) (seen.has(name) ? twice : seen).add(name);
  return [...twice].map((name) => `two steps are named '${name}'`);
}

function linkProblems(step: GraphStep, steps: ReadonlyMap<string, GraphStep>): readonly string[] {
  const unknown = step.upstream
    .filter((name) => !steps.has(name))
    .map((name) => `step '${step.name}' waits for '${name}', which does not exist`);
  const inputs = Object.entries(step.inputs).flatMap(([name, input]) => {
    if (!("step" in input)) return [];
    const where = `input '${name}' of step '${step.name}'`;
    const from = steps.get(input.step);
    if (from === undefined) return [`${where} comes from '${input.step}', which does not exist`];
    if (!Object.hasOwn(from.outputs, input.output)) {
      return [
        `${where} comes from output '${input.output}', which step '${input.step}' does not have`,
      ];
    }
    return step.upstream.includes(input.step)
      ? []
      : [`${where} comes from '${input.step}', which \`upstream\` does not name`];
  });
  return [...unknown, ...inputs];
}

/** The names of a cycle in the direction of the data, the first one repeated at the end. */
function findCycle(steps: readonly GraphStep[]): readonly string[] | undefined {
  const left = new Map(steps.map(({ name, upstream }) => [name, upstream]));
  const blockers = (name: string) => (left.get(name) ?? []).filter((one) => left.has(one));
  for (let before = -1; before !== left.size;) {
    before = left.size;
    for (const name of [...left.keys()]) if (blockers(name).length === 0) left.delete(name);
  }
  // Each step that is left waits for another that is left, so following them comes round.
  const path: string[] = [];
  let [name] = left.keys();
  while (name !== undefined && !path.includes(name)) {
    path.push(name);
    [name] = blockers(name);
  }
  return name === undefined ? undefined : [...path.slice(path.indexOf(name)), name].reverse();
}

function orderProblems(steps: readonly GraphStep[]): readonly string[] {
  const before = new Set<string>();
  const names = new Set(steps.map(({ name }) => name));
  const problems: string[] = [];
  for (const step of steps) {
    for (const name of step.upstream) {
      if (names.has(name) && !before.has(name))
        problems.push(`step '${step.name}' comes before '${name}', which it waits for`);
    }
    before.add(step.name);
  }
  return problems;
}
