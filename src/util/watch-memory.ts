// How much memory a process takes with all that it started, where the system tells (Linux), and a watch
// that says when it is too much.
import { readFileSync, readdirSync } from "node:fs";

const LOOK_EVERY_MS = 100;
const PAGE_BYTES = 4096;
/** Deeper than anybody's programs start each other; an end for what the system tells wrongly. */
const DEEPEST = 16;

/** Whether this system tells what a process takes. */
export const TELLS_MEMORY = process.platform === "linux";

/** Bytes of its own that it and its descendants hold; 0 when it is gone. */
export function memoryOf(processId: number, depth = DEEPEST): number {
  const children = depth === 0 ? [] : childrenOf(processId);
  return children.reduce((sum, child) => sum + memoryOf(child, depth - 1), ownMemory(processId));
}

/** Calls back once when it takes more than the limit; returns how to stop looking. */
export function watchMemory(processId: number, limit: number, onOver: () => void): () => void {
  const timer = setInterval(() => {
    if (memoryOf(processId) <= limit) return;
    clearInterval(timer);
    onOver();
  }, LOOK_EVERY_MS);
  timer.unref();
  return () => clearInterval(timer);
}

/** Without what it shares with others, such as the program itself. */
function ownMemory(processId: number): number {
  const [, resident = 0, shared = 0] = read(`/proc/${processId}/statm`).split(" ").map(Number);
  return Math.max(0, resident - shared) * PAGE_BYTES;
}

function childrenOf(processId: number): readonly number[] {
  const tasks = `/proc/${processId}/task`;
  return list(tasks).flatMap((task) =>
    read(`${tasks}/${task}/children`).split(" ").filter(Boolean).map(Number),
  );
}

function read(file: string): string {
  try {
    return readFileSync(file, "utf8").trim();
  } catch {
    // It is gone, or the system does not tell.
    return "";
  }
}

function list(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}
