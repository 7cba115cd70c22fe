// Who executes a run on this machine, and whether somebody who did still lives.
import { readFileSync, readlinkSync } from "node:fs";
import { hostname } from "node:os";
import type { Runner } from "../../domain/entities/run.js";
import { hasErrorCode } from "../../artifacts/error-code.js";
import type { ProcessState } from "../../runtime/engine/liveness.js";

/** This process, as a run records it. */
export function thisProcess(): Runner {
  const instance = instanceOf(process.pid);
  return {
    host: hostname(),
    process_id: process.pid,
    process_started: new Date(performance.timeOrigin).toISOString(),
    ...(instance === undefined ? {} : { instance }),
  };
}

/** What this machine can tell of a process; of one of another machine nothing. */
export function processState(runner: Runner): ProcessState {
  const place = placeOf();
  if (runner.instance !== undefined && place !== undefined) {
    if (!runner.instance.startsWith(place)) return "unknown";
    return instanceOf(runner.process_id) === runner.instance ? "alive" : "gone";
  }
  // Another process may have got the same number since: then the lease has to tell.
  if (runner.host !== hostname()) return "unknown";
  return isThere(runner.process_id) ? "unknown" : "gone";
}

/** Where numbers of processes mean something: this start of the machine, this container. */
function placeOf(): string | undefined {
  try {
    const boot = readFileSync("/proc/sys/kernel/random/boot_id", "utf8").trim();
    return `${boot}/${readlinkSync("/proc/self/ns/pid")}/`;
  } catch {
    return undefined;
  }
}

/** Undefined: there is no such process, or this system does not tell. */
function instanceOf(processId: number): string | undefined {
  const place = placeOf();
  const started = startOf(processId);
  return place === undefined || started === undefined
    ? undefined
    : `${place}${processId}/${started}`;
}

// Fields of the file behind the name, which stands in brackets and may hold anything.
const STATE = 0;
const START = 19;

/** Clock ticks between the start of the machine and that of the process: no clock changes that. */
function startOf(processId: number): string | undefined {
  try {
    const text = readFileSync(`/proc/${processId}/stat`, "utf8");
    const fields = text.slice(text.lastIndexOf(")") + 2).split(" ");
    const isDead = fields[STATE] === "Z" || fields[STATE] === "X";
    return isDead ? undefined : fields[START];
  } catch {
    return undefined;
  }
}

function isThere(processId: number): boolean {
  try {
    return process.kill(processId, 0);
  } catch (error) {
    return !hasErrorCode(error, "ESRCH");
  }
}
