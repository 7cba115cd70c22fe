// The port of a step that was launched by a step operator: nothing but a folder connects it with the run.
import { openSync, writeSync } from "node:fs";
import { PARENT_VARIABLE } from "../../stack/step-operator.js";
import { watchParent } from "../process/watch-parent.js";
import type { FromWorker } from "../worker/protocol.js";
import type { StepPort } from "../worker/step-port.js";
import { formatSaid, isAskedToCancel, readTask, saidFile } from "./launch-files.js";
import type { Said } from "./launch-files.js";

const LOOK_EVERY_MS = 200;

export function launchPort(folder: string): StepPort {
  const exit = process.exit.bind(process);
  const descriptor = openSync(saidFile(folder), "a");
  const say = (said: Said): void => {
    const bytes = Buffer.from(formatSaid(said));
    for (let from = 0; from < bytes.length;) from += writeSync(descriptor, bytes, from);
  };
  endWithParent(exit);
  let held: NodeJS.Timeout | undefined;
  return {
    post: (message) => {
      say({ message });
      if (isLast(message)) exit(0);
    },
    print: (line) => say({ line }),
    onMessage: (listener) => {
      const messages = readTask(folder);
      for (const message of messages) listener(message);
      const ids = messages.flatMap((one) =>
        one.type === "execute" ? one.jobs.map((job) => job.id) : [],
      );
      const look = setInterval(() => {
        if (!isAskedToCancel(folder)) return;
        clearInterval(look);
        for (const id of ids) listener({ type: "cancel", id });
      }, LOOK_EVERY_MS).unref();
    },
    hold: (isHeld) => {
      clearInterval(held);
      held = isHeld ? setInterval(() => undefined, LOOK_EVERY_MS) : undefined;
    },
  };
}

/** There is one step, and nothing after it. */
function isLast({ type }: FromWorker): boolean {
  return type === "outcome" || type === "load_failed";
}

/** Where who launched it is its parent: nobody else would end it when that one is killed. */
function endWithParent(exit: (code: number) => never): void {
  const parent = process.env[PARENT_VARIABLE];
  if (parent === undefined) return;
  if (parent !== String(process.ppid)) exit(1);
  watchParent();
}
