import { kindLabel, kindPlural, kindWord } from "../../domain/component-types.js";
import type { ComponentType } from "../../domain/entities/component.js";
import { ZenError } from "../../domain/errors.js";
import { activeComponent } from "../../sdk/components/find-component.js";
import type { CommandSpec } from "../framework/command.js";
import type { Context } from "../framework/context.js";

/** Says what the active stack lacks for a verb that only some flavors can do. */
export async function refuseVerb(
  type: ComponentType,
  { path }: Pick<CommandSpec, "path">,
  context: Context,
): Promise<never> {
  const session = await context.openSession();
  const component = await activeComponent(session, type);
  const noun = kindWord(type);
  const kind = kindLabel(type);
  if (component === undefined) {
    throw new ZenError("stack_invalid", `The active stack has no ${kind}.`, {
      hint: `zenml stack update ${(await session.activeStack()).name} --${noun} NAME; which there are: zenml ${noun} list`,
    });
  }
  const verb = path.slice(1).join(" ");
  throw new ZenError(
    "stack_invalid",
    `The flavor '${component.flavor}' of the ${kind} '${component.name}' has no implementation of '${verb}' yet.`,
    { hint: `Which flavors of ${kindPlural(type)} there are: zenml ${noun} flavor list` },
  );
}
