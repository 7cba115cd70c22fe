import { kindLabel } from "../../domain/component-types.js";
import type { ComponentType } from "../../domain/entities/component.js";
import { copyComponent } from "../../sdk/components/copy-component.js";
import type { Handler } from "../framework/command.js";
import { answerWith } from "./shown.js";
import type { copySpec } from "./specs.js";

export const handlerOf =
  (type: ComponentType): Handler<ReturnType<typeof copySpec>> =>
  async (args, flags, context) => {
    const { output } = context;
    const tell = {
      notice: (line: string) => output.notice(line),
      warn: (line: string) => output.warn(line),
    };
    const session = await context.openSession();
    const { component } = await copyComponent(session, type, args, { ...flags, tell });
    const { name } = component;
    output.notice(`Registered stack component with type '${type}' and name '${name}'.`);
    const where = flags.to === undefined ? "" : ` in profile '${flags.to}'`;
    const sentence = `Successfully copied ${kindLabel(type)} \`${args.source}\` to \`${name}\`${where}.`;
    await answerWith(sentence, component, context);
  };
