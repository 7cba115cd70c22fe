import type { Graph, GraphMap, GraphStep } from "./graph.js";

export function stepNode(name: string, rest: Partial<GraphStep> = {}): GraphStep {
  return {
    name,
    step: name,
    description: null,
    source: null,
    inputs: {},
    upstream: [],
    params: {},
    outputs: { output: "auto" },
    enable_cache: true,
    settings: {},
    extra: {},
    ...rest,
  };
}

export function mapNode(name: string, rest: Partial<GraphMap> = {}): GraphMap {
  return {
    name,
    over: { item: { value: [1, 2] } },
    upstream: [],
    failure_policy: "stop",
    collect: "array",
    outputs: {},
    ...rest,
  };
}

export function graphOf(steps: readonly GraphStep[], maps?: readonly GraphMap[]): Graph {
  return {
    version: 1,
    name: "training",
    description: null,
    params: {},
    enable_cache: true,
    settings: {},
    extra: {},
    steps: [...steps],
    ...(maps === undefined ? {} : { maps: [...maps] }),
  };
}
