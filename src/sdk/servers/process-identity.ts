// Whether a process is the one that was started: ids are used again, starts are not.
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import type { ServerProcess } from "./server-record.js";

/** Null where this system cannot tell. */
export function startOf(pid: number): string | null {
  return process.platform === "linux" ? startOnLinux(pid) : startByPs(pid);
}

export function isRunning({ pid, started }: ServerProcess): boolean {
  if (!isThere(pid)) return false;
  const now = startOf(pid);
  if (now === null) return process.platform !== "linux" && started === null;
  return started === null || now === started;
}

function isThere(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // Somebody else's process has this id.
    return error instanceof Error && "code" in error && error.code === "EPERM";
  }
}

/** Ticks since the machine's start, and which start of the machine that was. */
function startOnLinux(pid: number): string | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "latin1");
    // The program's name stands in brackets and may hold anything.
    const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    const [state] = fields;
    const ticks = fields[19];
    // One that has ended, and that nobody has asked about yet.
    if (state === "Z" || state === "X" || ticks === undefined) return null;
    const boot = readFileSync("/proc/sys/kernel/random/boot_id", "latin1").trim();
    return `${boot}:${ticks}`;
  } catch {
    return null;
  }
}

function startByPs(pid: number): string | null {
  if (process.platform === "win32") return null;
  try {
    const text = execFileSync("ps", ["-o", "lstart=", "-p", String(pid)], { encoding: "utf8" });
    return text.trim() || null;
  } catch {
    return null;
  }
}
