import type { Problem } from "../graph-checks/problems.js";
import type { Invocation } from "./invocation.js";

export interface InvocationNames {
  /** In the order of the calls. */
  readonly names: ReadonlyMap<Invocation, string>;
  readonly problems: readonly Problem[];
}

/** Names asked for stand first; all other calls are numbered around them: `train`, `train_2`, … */
export function nameInvocations(invocations: readonly Invocation[]): InvocationNames {
  const taken = new Set<string>();
  const twice = new Set<string>();
  for (const { name } of invocations) {
    if (name !== undefined) (taken.has(name) ? twice : taken).add(name);
  }
  const counts = new Map<string, number>();
  const nextName = (base: string): string => {
    for (let count = (counts.get(base) ?? 0) + 1; ; count++) {
      const name = count === 1 ? base : `${base}_${count}`;
      if (taken.has(name)) continue;
      counts.set(base, count);
      taken.add(name);
      return name;
    }
  };
  const names = new Map(
    invocations.map((invocation) => [
      invocation,
      invocation.name ?? nextName(invocation.definition.name),
    ]),
  );
  return { names, problems: [...twice].map(nameTwice) };
}

function nameTwice(name: string): Problem {
  return {
    code: "pipeline_invalid",
    text: `two step calls ask for the name '${name}'`,
    hint: "Give each call a name of its own, or none: then they are numbered.",
  };
}
