import { explainStep, explanationText } from "../../sdk/caching/explain-step.js";
import { explainPlace } from "../../sdk/caching/explain-place.js";
import type { Handler } from "../framework/command.js";
import { findStep } from "../../runtime/references/find-step.js";
import type { whySpec } from "./specs.js";

export const handler: Handler<typeof whySpec> = async (args, _flags, context) => {
  const session = await context.openSession();
  const step = await findStep(session.store, args.step, args.name);
  const explanation = await explainStep(step, explainPlace(session, context.io.cwd));
  await context.output.answer(explanationText(step, explanation), {
    step: { id: step.id, name: step.name, run_id: step.run_id },
    status: step.status,
    ...explanation,
  });
};
