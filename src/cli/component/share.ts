import { kindLabel } from "../../domain/component-types.js";
import type { ComponentType } from "../../domain/entities/component.js";
import { shareComponent } from "../../sdk/sharing/share-component.js";
import type { Handler } from "../framework/command.js";
import { findOrActive } from "./find.js";
import { answerWith } from "./shown.js";
import type { shareSpec } from "./specs.js";

export const handlerOf =
  (type: ComponentType): Handler<ReturnType<typeof shareSpec>> =>
  async (args, _flags, context) => {
    const session = await context.openSession();
    const component = await shareComponent(session, await findOrActive(type, args.name, context));
    const sentence = `Successfully shared ${kindLabel(type)} \`${component.name}\`.`;
    await answerWith(sentence, component, context);
  };
