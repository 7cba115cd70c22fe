// The stack of a run, ready to be opened: checked, with the code of people's own flavors and with secrets
// filled in. What no step asks for needs neither.
import type { ComponentType } from "../../domain/entities/component.js";
import type { Graph } from "../../domain/graph.js";
import { describeStack } from "../../stack/describe-stack.js";
import type { DescribedStack } from "../../stack/describe-stack.js";
import type { ComponentDescription } from "../../stack/open-component.js";
import type { ZenStore } from "../../store/zen-store.js";
import { assertSettings } from "../configuration/assert-settings.js";
import { lookUpFlavor, withModule } from "../flavors/look-up-flavor.js";
import { resolveComponents } from "../secrets/resolve-components.js";
import type { TypedDescription } from "../secrets/resolve-components.js";
import { componentFolder } from "./component-folder.js";

export interface ReadyStackParts {
  readonly store: ZenStore;
  /** Name, id or id prefix. */
  readonly stack: string;
  readonly localFolder: string;
  /** What sources of flavors are relative to. */
  readonly root: string;
  readonly graph: Graph;
  readonly env: NodeJS.ProcessEnv;
}

/** Errors: `not_found`; `stack_invalid` with everything that keeps the graph from running on it. */
export async function readyStack(parts: ReadyStackParts): Promise<DescribedStack> {
  const { store, root, localFolder, env, graph } = parts;
  const place = { store, root };
  const stack = await store.stacks.get(parts.stack);
  const described = await describeStack(stack, {
    findComponent: (id) => store.components.find(id),
    findFlavor: (type, name) => lookUpFlavor(place, type, name),
    localFolder: (id) => componentFolder(localFolder, id),
  });
  await assertSettings(graph, stack, place);
  const needed = await Promise.all(
    neededBy(graph, described).map(async ([type, component]): Promise<TypedDescription> => ({
      type,
      ...(await withModule(component, type, place)),
    })),
  );
  const filled = await resolveComponents(needed, { ...place, localFolder, env }, async () => stack);
  const ready = new Map(needed.map(({ type }, index) => [type, filled[index]]));
  return {
    ...described,
    orchestrator: ready.get("orchestrator") ?? described.orchestrator,
    artifactStore: ready.get("artifact_store") ?? described.artifactStore,
    stepOperator: ready.get("step_operator"),
    experimentTracker: ready.get("experiment_tracker"),
  };
}

type Needed = readonly [ComponentType, ComponentDescription];

function neededBy({ steps }: Graph, stack: DescribedStack): readonly Needed[] {
  const { orchestrator, artifactStore, stepOperator, experimentTracker } = stack;
  const isOperated = steps.some(({ step_operator }) => step_operator !== undefined);
  const isTracked = steps.some(({ experiment_tracker }) => experiment_tracker !== undefined);
  return [
    ["orchestrator", orchestrator],
    ["artifact_store", artifactStore],
    ...(isOperated && stepOperator !== undefined ? [["step_operator", stepOperator] as const] : []),
    ...(isTracked && experimentTracker !== undefined
      ? [["experiment_tracker", experimentTracker] as const]
      : []),
  ];
}
