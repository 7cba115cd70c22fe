// The commands of every kind of component, derived from its name: loaded when its noun is named.
import { kindWord } from "../../domain/component-types.js";
import type { ComponentType } from "../../domain/entities/component.js";
import { command } from "../framework/command.js";
import type { Command, CommandSpec, Handler } from "../framework/command.js";
import { secretCommands } from "../secret/commands.js";
import { KIND_VERBS } from "./kind-verbs.js";
import type { KindVerb } from "./kind-verbs.js";
import * as specs from "./specs.js";

interface KindModule<Spec extends CommandSpec> {
  readonly handlerOf: (type: ComponentType) => Handler<Spec>;
}

export function componentCommands(type: ComponentType): readonly Command[] {
  const of = <const Spec extends CommandSpec>(
    spec: Spec,
    load: () => Promise<KindModule<Spec>>,
  ): Command => command(spec, async () => ({ handler: (await load()).handlerOf(type) }));
  return [
    of(specs.registerSpec(type), () => import("./register.js")),
    of(specs.listSpec(type), () => import("./list.js")),
    of(specs.getSpec(type), () => import("./get.js")),
    of(specs.describeSpec(type), () => import("./describe.js")),
    of(specs.updateSpec(type), () => import("./update.js")),
    of(specs.removeAttributeSpec(type), () => import("./remove-attribute.js")),
    of(specs.renameSpec(type), () => import("./rename.js")),
    of(specs.deleteSpec(type), () => import("./delete.js")),
    of(specs.copySpec(type), () => import("./copy.js")),
    of(specs.shareSpec(type), () => import("./share.js")),
    of(specs.unshareSpec(type), () => import("./unshare.js")),
    of(specs.upSpec(type), () => import("./up.js")),
    of(specs.downSpec(type), () => import("./down.js")),
    of(specs.logsSpec(type), () => import("./logs.js")),
    of(specs.explainSpec(type), () => import("./explain.js")),
    of(specs.flavorListSpec(type), () => import("./flavor/list.js")),
    of(specs.flavorRegisterSpec(type), () => import("./flavor/register.js")),
    of(specs.flavorDescribeSpec(type), () => import("./flavor/describe.js")),
    of(specs.flavorDeleteSpec(type), () => import("./flavor/delete.js")),
    ...(KIND_VERBS[type] ?? []).map((verb) => kindCommand(type, verb)),
    ...(type === "secrets_manager"
      ? secretCommands({ path: [kindWord(type), "secret"], group: "Stack Components" })
      : []),
  ];
}

function kindCommand(type: ComponentType, { path, ...rest }: KindVerb): Command {
  const spec: CommandSpec = {
    path: [kindWord(type), ...path],
    group: "Stack Components",
    session: true,
    ...rest,
  };
  return {
    spec,
    load: async () => {
      const { refuseVerb } = await import("./refuse-verb.js");
      return (_args, _flags, context) => refuseVerb(type, spec, context);
    },
  };
}
