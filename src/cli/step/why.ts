import type { Run } from "../../domain/entities/run.js";
import { isZenError } from "../../domain/errors.js";
import { findStep } from "../../runtime/references/find-step.js";
import { explainPlace } from "../../sdk/caching/explain-place.js";
import { explainRun } from "../../sdk/caching/explain-run.js";
import { explainStep, explanationText } from "../../sdk/caching/explain-step.js";
import type { ExplainPlace } from "../../sdk/caching/explain-step.js";
import type { ZenStore } from "../../store/zen-store.js";
import type { Handler } from "../framework/command.js";
import type { Context } from "../framework/context.js";
import type { whySpec } from "./specs.js";

export const handler: Handler<typeof whySpec> = async (args, _flags, context) => {
  const session = await context.openSession();
  const place = explainPlace(session, context.io.cwd);
  const isStep = args.name !== undefined || args.step.includes("/");
  const run = isStep ? undefined : await findRun(session.store, args.step);
  if (run !== undefined) return whyAll(run, place, context);
  const step = await findStep(session.store, args.step, args.name);
  const explanation = await explainStep(step, place);
  await context.output.answer(explanationText(step, explanation), {
    step: { id: step.id, name: step.name, run_id: step.run_id },
    status: step.status,
    ...explanation,
  });
};

async function findRun(store: ZenStore, reference: string): Promise<Run | undefined> {
  try {
    return await store.runs.get(reference);
  } catch (error) {
    // Then it is a step that is meant.
    if (isZenError(error, "not_found") || isZenError(error, "ambiguous")) return undefined;
    throw error;
  }
}

async function whyAll(run: Run, place: ExplainPlace, { output }: Context): Promise<void> {
  const explained = await explainRun(run, place);
  const lines = explained.map(({ step, ...explanation }) => explanationText(step, explanation));
  await output.answer(
    lines.join("\n"),
    explained.map(({ step: { id, name, status }, ...explanation }) => ({
      step: { id, name, run_id: run.id },
      status,
      ...explanation,
    })),
  );
}
