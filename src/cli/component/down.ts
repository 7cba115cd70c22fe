import type { ComponentType } from "../../domain/entities/component.js";
import { provisionComponent } from "../../sdk/components/provision-component.js";
import type { Handler } from "../framework/command.js";
import { findOrActive } from "./find.js";
import { provisionSentence } from "./provision-sentence.js";
import type { downSpec } from "./specs.js";

export const handlerOf =
  (type: ComponentType): Handler<ReturnType<typeof downSpec>> =>
  async (args, flags, context) => {
    const component = await findOrActive(type, args.name, context);
    const session = await context.openSession();
    const remove = flags.force || flags.yes;
    const done = await provisionComponent(session, component, { verb: "down", remove });
    await context.output.answer(provisionSentence(done, "stop"), done);
  };
