import { kindLabel } from "../../domain/component-types.js";
import type { ComponentType } from "../../domain/entities/component.js";
import type { Handler } from "../framework/command.js";
import { findOrActive } from "./find.js";
import type { logsSpec } from "./specs.js";

/** No flavor runs anything that would write logs of its own; those of runs are kept with the runs. */
export const handlerOf =
  (type: ComponentType): Handler<ReturnType<typeof logsSpec>> =>
  async (args, _flags, context) => {
    const { id, name, flavor } = await findOrActive(type, args.name, context);
    const kind = kindLabel(type);
    context.output.notice("What steps printed: zenml run logs RUN");
    await context.output.answer(
      `Unable to find log file for ${kind} '${name}': the flavor '${flavor}' writes none.`,
      { id, type, name, lines: [] },
    );
  };
