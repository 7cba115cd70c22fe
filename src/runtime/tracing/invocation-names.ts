import type { Problem } from "../graph-checks/problems.js";
import type { Group, TracedCall } from "./invocation.js";

export interface CallNames {
  /** In the order of the calls. */
  readonly names: ReadonlyMap<TracedCall, string>;
  readonly problems: readonly Problem[];
}

/**
 * Names asked for stand first; all other calls are numbered around them: `train`, `train_2`, … What is
 * a part of another call is named after it: `evaluate.train`; the only step of a map has the map's name.
 */
export function nameCalls(calls: readonly TracedCall[]): CallNames {
  const groups = new Map<Group | undefined, Numbering>();
  const numberingOf = (group: Group | undefined): Numbering => {
    const known = groups.get(group) ?? new Numbering();
    groups.set(group, known);
    return known;
  };
  for (const { name, place } of calls) {
    if (name !== undefined) numberingOf(place.group).reserve(name);
  }
  const names = new Map<TracedCall, string>();
  for (const call of calls) {
    const { group } = call.place;
    const own = call.name ?? numberingOf(group).next(call.definition.name);
    names.set(call, fullName(own, group, names));
  }
  const problems = [...groups].flatMap(([group, { twice }]) =>
    [...twice].map((name) => nameTwice(fullName(name, group, names))),
  );
  return { names, problems };
}

function fullName(
  own: string,
  group: Group | undefined,
  names: ReadonlyMap<TracedCall, string>,
): string {
  if (group === undefined) return own;
  const around = names.get(group) ?? "";
  return isOfOneStep(group) ? around : `${around}.${own}`;
}

function isOfOneStep({ definition }: Group): boolean {
  return !("wire" in definition);
}

/** The names of the calls in one place. */
class Numbering {
  readonly twice = new Set<string>();
  readonly #taken = new Set<string>();
  readonly #counts = new Map<string, number>();

  reserve(name: string): void {
    (this.#taken.has(name) ? this.twice : this.#taken).add(name);
  }

  next(base: string): string {
    for (let count = (this.#counts.get(base) ?? 0) + 1; ; count++) {
      const name = count === 1 ? base : `${base}_${count}`;
      if (this.#taken.has(name)) continue;
      this.#counts.set(base, count);
      this.#taken.add(name);
      return name;
    }
  }
}

function nameTwice(name: string): Problem {
  return {
    code: "pipeline_invalid",
    text: `two step calls ask for the name '${name}'`,
    hint: "Give each call a name of its own, or none: then they are numbered.",
  };
}
