import { kindLabel } from "../../domain/component-types.js";
import type { ComponentType } from "../../domain/entities/component.js";
import { activeComponent } from "../../sdk/components/find-component.js";
import type { Handler } from "../framework/command.js";
import { answerWith } from "./shown.js";
import type { getSpec } from "./specs.js";

export const handlerOf =
  (type: ComponentType): Handler<ReturnType<typeof getSpec>> =>
  async (_args, _flags, context) => {
    const session = await context.openSession();
    const component = await activeComponent(session, type);
    const kind = kindLabel(type);
    if (component === undefined) {
      const { name } = await session.activeStack();
      const sentence = `No ${kind} set for active stack ('${name}').`;
      return context.output.answer(sentence, null);
    }
    await answerWith(`Active ${kind}: '${component.name}'`, component, context);
  };
