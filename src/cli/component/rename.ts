import { kindLabel } from "../../domain/component-types.js";
import type { ComponentType } from "../../domain/entities/component.js";
import { findComponent } from "../../sdk/components/find-component.js";
import { renameComponent } from "../../sdk/components/rename-component.js";
import type { Handler } from "../framework/command.js";
import { answerWith } from "./shown.js";
import type { renameSpec } from "./specs.js";

export const handlerOf =
  (type: ComponentType): Handler<ReturnType<typeof renameSpec>> =>
  async (args, _flags, context) => {
    const { store } = await context.openSession();
    const before = await findComponent(store, type, args.name);
    const component = await renameComponent(store, before, args.newName);
    const { name } = component;
    context.output.notice(`Updated stack component with type '${type}' and name '${name}'.`);
    const sentence = `Successfully renamed ${kindLabel(type)} \`${before.name}\` to \`${name}\`.`;
    await answerWith(sentence, component, context);
  };
