import type { ComponentType } from "../../domain/entities/component.js";
import type { Handler } from "../framework/command.js";
import { EXPLANATIONS } from "./explanations.js";
import type { explainSpec } from "./specs.js";

export const handlerOf =
  (type: ComponentType): Handler<ReturnType<typeof explainSpec>> =>
  async (_args, _flags, context) => {
    await context.output.answer(EXPLANATIONS[type], { type, explanation: EXPLANATIONS[type] });
  };
