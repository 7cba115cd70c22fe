// Which top-level code changes what other code holds: `registry.set(…)` belongs to everything that
// reads `registry`, also when it stands in another file or happens in a function that is called.
import type { Analysis } from "./analyze.js";
import type { ModuleModel } from "./module-model.js";

export interface Effects {
  /** Item → items that change what it holds. */
  readonly changers: ReadonlyMap<number, ReadonlySet<number>>;
  /** Package specifier → items that change the package's state. */
  readonly packageChangers: ReadonlyMap<string, ReadonlySet<number>>;
  /** Items that change globals, so that every step may see it. */
  readonly global: readonly number[];
}

export function effectsOf(model: ModuleModel, analyses: readonly Analysis[]): Effects {
  const changers = new Map<number, Set<number>>();
  const packageChangers = new Map<string, Set<number>>();
  const global: number[] = [];
  const reach = (index: number) => executedItems(index, model, analyses);
  model.items.forEach((item, index) => {
    const own = analyses[index];
    if (own === undefined) return;
    for (const name of own.rebound) note(changers, model.itemOf.get(name), index);
    if (!own.hasEffects) return;
    let isGlobal = false;
    for (const reached of reach(index)) {
      const analysis = analyses[reached];
      if (analysis === undefined) continue;
      isGlobal ||= analysis.writesGlobals;
      for (const name of analysis.changed) {
        const target = model.itemOf.get(name);
        if (target !== reached) note(changers, target, index);
      }
      if (!item.isStatement) continue;
      for (const one of analysis.executedSpecifiers) note(packageChangers, one, index);
    }
    if (isGlobal) global.push(index);
  });
  return { changers, packageChangers, global };
}

/** Everything that may run while the item is evaluated. */
function executedItems(
  start: number,
  model: ModuleModel,
  analyses: readonly Analysis[],
): ReadonlySet<number> {
  const seen = new Set([start]);
  // A set may grow while it is iterated.
  for (const index of seen) {
    for (const name of analyses[index]?.executedNames ?? []) {
      const target = model.itemOf.get(name);
      if (target !== undefined) seen.add(target);
    }
  }
  return seen;
}

function note<Key>(map: Map<Key, Set<number>>, key: Key | undefined, changer: number): void {
  if (key === undefined || key === changer) return;
  const known = map.get(key);
  if (known === undefined) map.set(key, new Set([changer]));
  else known.add(changer);
}
