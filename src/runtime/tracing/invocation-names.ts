import type { Problem } from "../graph-checks/problems.js";
import type { Invocation } from "./invocation.js";

export interface InvocationNames {
  readonly names: ReadonlyMap<Invocation, string>;
  readonly problems: readonly Problem[];
}

/** Names asked for stand first; all other calls are numbered around them: `train`, `train_2`, … */
export function nameInvocations(invocations: readonly Invocation[]): InvocationNames {
  const names = new Map<Invocation, string>();
  const taken = new Set<string>();
  const twice = new Set<string>();
  for (const invocation of invocations) {
    const { name } = invocation;
    if (name === undefined) continue;
    if (taken.has(name)) twice.add(name);
    taken.add(name);
    names.set(invocation, name);
  }
  const counts = new Map<string, number>();
  for (const invocation of invocations) {
    if (invocation.name !== undefined) continue;
    const base = invocation.definition.name;
    let count = counts.get(base) ?? 0;
    let name: string;
    do name = ++count === 1 ? base : `${base}_${count}`;
    while (taken.has(name));
    counts.set(base, count);
    taken.add(name);
    names.set(invocation, name);
  }
  return { names, problems: [...twice].map(nameTwice) };
}

function nameTwice(name: string): Problem {
  return {
    code: "pipeline_invalid",
    text: `two step calls ask for the name '${name}'`,
    hint: "Give each call a name of its own, or none: then they are numbered.",
  };
}
