import { kindLabel } from "../../domain/component-types.js";
import type { ComponentType } from "../../domain/entities/component.js";
import { unshareComponent } from "../../sdk/sharing/share-component.js";
import type { Handler } from "../framework/command.js";
import { findOrActive } from "./find.js";
import { answerWith } from "./shown.js";
import type { unshareSpec } from "./specs.js";

export const handlerOf =
  (type: ComponentType): Handler<ReturnType<typeof unshareSpec>> =>
  async (args, _flags, context) => {
    const session = await context.openSession();
    const component = await unshareComponent(session, await findOrActive(type, args.name, context));
    const sentence = `The ${kindLabel(type)} \`${component.name}\` is not shared any more.`;
    await answerWith(sentence, component, context);
  };
