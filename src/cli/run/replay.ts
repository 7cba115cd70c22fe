// `zenml run replay`: what a recorded run would do with the code of now.
import { nodeName } from "../../sdk/caching/node-of.js";
import type { Replay, ReplayVerdict, ReplayedStep } from "../../sdk/replay/replay.js";
import { replayFile } from "../../sdk/replay/replay-in-session.js";
import type { Handler } from "../framework/command.js";
import { readParams } from "./read-params.js";
import type { replaySpec } from "./specs.js";

const VERDICTS: Readonly<Record<ReplayVerdict, string>> = {
  cached: "from the cache",
  executed: "executed",
  depends: "depends",
  skipped: "skipped",
  removed: "removed",
};

export const handler: Handler<typeof replaySpec> = async (args, flags, context) => {
  const { output, io } = context;
  const session = await context.openSession();
  const options = { file: args.file, params: readParams(flags.param), cwd: io.cwd };
  const replay = await replayFile(session, args.run, options);
  if (output.format !== "table") return output.answer("", replay);
  await output.table({
    columns: ["STEP", "NOW", "WHY"].map((header) => ({ header })),
    rows: grouped(replay.steps).map(({ name, verdict, lines }) => [
      { text: name },
      { text: VERDICTS[verdict] },
      { text: lines.join("; ") },
    ]),
  });
  output.line(summary(replay));
};

interface Row {
  readonly name: string;
  readonly verdict: ReplayVerdict;
  readonly lines: readonly string[];
}

/** Items of a map that have the same to tell are one line. */
function grouped(steps: readonly ReplayedStep[]): Row[] {
  const groups = new Map<string, ReplayedStep[]>();
  for (const step of steps) {
    const key = JSON.stringify([nodeName(step.step), step.verdict, step.reasons]);
    groups.set(key, [...(groups.get(key) ?? []), step]);
  }
  return [...groups.values()].flatMap((group) => {
    const [first] = group;
    if (first === undefined) return [];
    const { step, verdict, reasons, changes } = first;
    const name = group.length === 1 ? step : `${nodeName(step)} (${group.length} items)`;
    return [{ name, verdict, lines: [...reasons, ...changes] }];
  });
}

function summary({ run, steps, changes }: Replay): string {
  const counts = Object.entries(VERDICTS).flatMap(([verdict, word]) => {
    const count = steps.filter((step) => step.verdict === verdict).length;
    return count === 0 ? [] : [`${count} ${word}`];
  });
  const lines = changes.map((change) => `\nThe pipeline: ${change}.`);
  return `Compared with run '${run.name}': ${counts.join(", ")}. Nothing was executed.${lines.join("")}`;
}
