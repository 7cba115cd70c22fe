// What a run asks of its stack, checked before it begins. Asks the store only where something is asked.
import type { ComponentType } from "../../domain/entities/component.js";
import type { Stack } from "../../domain/entities/stack.js";
import { COMPONENT_TYPES } from "../../domain/component-types.js";
import { ZenError } from "../../domain/errors.js";
import type { Graph } from "../../domain/graph.js";
import { asksOfStack, stackSettingsProblems } from "../../stack/settings/stack-settings.js";
import type { SettingsTarget } from "../../stack/settings/stack-settings.js";
import { componentTopic } from "../../stack/settings/settings-problems.js";
import { lookUpFlavor } from "../flavors/look-up-flavor.js";
import type { FlavorPlace } from "../flavors/look-up-flavor.js";
import type { ZenStore } from "../../store/zen-store.js";

interface StackPlace extends FlavorPlace {
  readonly store: Pick<ZenStore, "flavors" | "components">;
}

/** Errors: `stack_invalid` with every problem; `flavor_unknown` of a topic that no stack can have. */
export async function assertSettings(
  graph: Pick<Graph, "name" | "settings" | "steps">,
  stack: Stack,
  place: StackPlace,
): Promise<void> {
  if (!asksOfStack(graph)) return;
  await assertFlavors(graph, place);
  const problems = stackSettingsProblems(graph, await targetsOf(stack, place));
  if (problems.length === 0) return;
  const [first = ""] = problems;
  const what = `The stack '${stack.name}' cannot run pipeline '${graph.name}' as it is configured`;
  const text =
    problems.length === 1
      ? `${what}: ${first}${first.endsWith("?") ? "" : "."}`
      : `${what}:\n${problems.map((problem) => `  - ${problem}`).join("\n")}`;
  throw new ZenError("stack_invalid", text, {
    hint: "Run it with a run.yaml for this stack that takes them out, e.g. `settings: { docker: null }`.",
    details: { problems },
  });
}

async function targetsOf(
  stack: Stack,
  place: StackPlace,
): Promise<ReadonlyMap<ComponentType, SettingsTarget>> {
  const targets = new Map<ComponentType, SettingsTarget>();
  for (const type of COMPONENT_TYPES) {
    const reference = stack.components[type];
    const component =
      reference === undefined ? undefined : await place.store.components.find(reference.id);
    if (component === undefined) continue;
    const flavor = await lookUpFlavor(place, type, component.flavor);
    targets.set(type, { name: component.name, flavor });
  }
  return targets;
}

/** A mistyped flavor would otherwise pass for one of another stack. */
async function assertFlavors(
  { settings, steps }: Pick<Graph, "settings" | "steps">,
  place: FlavorPlace,
): Promise<void> {
  const topics = new Set([settings, ...steps.map((step) => step.settings)].flatMap(Object.keys));
  for (const topic of topics) {
    const meant = componentTopic(topic);
    if (meant !== undefined) await lookUpFlavor(place, meant.type, meant.flavor);
  }
}
