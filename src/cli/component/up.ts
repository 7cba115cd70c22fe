import type { ComponentType } from "../../domain/entities/component.js";
import { provisionComponent } from "../../sdk/components/provision-component.js";
import type { Handler } from "../framework/command.js";
import { findOrActive } from "./find.js";
import { provisionSentence } from "./provision-sentence.js";
import type { upSpec } from "./specs.js";

export const handlerOf =
  (type: ComponentType): Handler<ReturnType<typeof upSpec>> =>
  async (args, _flags, context) => {
    const component = await findOrActive(type, args.name, context);
    const done = await provisionComponent(await context.openSession(), component, { verb: "up" });
    await context.output.answer(provisionSentence(done, "start"), done);
  };
