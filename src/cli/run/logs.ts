import { setMaxListeners } from "node:events";
import type { LogLine } from "../../runtime/step-task.js";
import type { Run } from "../../domain/entities/run.js";
import { ZenError } from "../../domain/errors.js";
import { nearest } from "../../util/nearest.js";
import { findLog } from "../../sdk/running/read-log.js";
import type { FoundLog } from "../../sdk/running/read-log.js";
import { followLog } from "../../sdk/running/watch-run.js";
import type { Handler } from "../framework/command.js";
import type { Context } from "../framework/context.js";
import { onInterrupt } from "./interrupt.js";
import type { logsSpec } from "./specs.js";

export const handler: Handler<typeof logsSpec> = async (args, flags, context) => {
  const session = await context.openSession();
  const run = await session.store.runs.get(args.run);
  if (flags.step !== undefined) assertStep(run, flags.step);
  const { output } = context;
  if (flags.follow) return follow(run, flags.step, context);
  const { lines, missing } = await findLog(session, run, flags.step);
  if (missing !== undefined) output.warn(missing);
  if (output.format !== "table") return printForPrograms(lines, context);
  let isEmpty = true;
  const prefix = flags.step === undefined;
  for await (const line of lines) {
    isEmpty = false;
    output.line(prefix ? `[${line.step}] ${line.text}` : line.text);
  }
  if (isEmpty) output.notice(`The steps of run '${run.name}' printed nothing on this machine.`);
};

/** For programs, each line is a line of JSON. */
async function follow(run: Run, step: string | undefined, context: Context): Promise<void> {
  const { store, localFolder } = await context.openSession();
  const { output } = context;
  const print = (line: LogLine) => {
    if (step !== undefined && line.step !== step) return;
    if (output.format !== "table") output.line(JSON.stringify(line));
    else output.line(step === undefined ? `[${line.step}] ${line.text}` : line.text);
  };
  const interrupt = onInterrupt(() => undefined);
  setMaxListeners(0, interrupt.signal);
  try {
    const { signal } = interrupt;
    const { status } = await followLog(run, { store, localFolder, listener: print, signal });
    if (status === "interrupted") {
      output.warn(`Run '${run.name}' is interrupted: the process that executed it is gone.`);
    }
  } finally {
    interrupt.close();
  }
}

async function printForPrograms(lines: FoundLog["lines"], { output }: Context): Promise<void> {
  const rows: LogLine[] = [];
  for await (const line of lines) rows.push(line);
  await output.list({
    columns: [
      { key: "step", value: (line) => line.step },
      { key: "stream", value: (line) => line.stream },
      { key: "text", value: (line) => line.text },
      { key: "time", value: (line) => new Date(line.time).toISOString() },
    ],
    rows,
    empty: "No lines found.",
  });
}

function assertStep(run: Run, step: string): void {
  const names = run.graph.steps.map(({ name }) => name);
  if (names.includes(step)) return;
  const close = nearest(step, names);
  throw new ZenError("not_found", `Run '${run.name}' has no step '${step}'.`, {
    hint: close === undefined ? `Its steps: ${names.join(", ")}` : `Did you mean '${close}'?`,
    details: { known: names },
  });
}
