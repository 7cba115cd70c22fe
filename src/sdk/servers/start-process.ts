// Starts a server as a process of its own that outlives the terminal, and waits until it listens.
import { spawn } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import { closeSync } from "node:fs";
import * as z from "zod/mini";
import { ZenError, isErrorCode } from "../../domain/errors.js";
import { startOf } from "./process-identity.js";
import { lastLines, openLogToWrite, sizeOf } from "./server-log-file.js";
import type { ServerProcess } from "./server-record.js";

export interface StartRequest {
  /** Program and arguments; it tells over Node's channel how its start went. */
  readonly command: readonly [program: string, ...args: string[]];
  readonly env: NodeJS.ProcessEnv;
  readonly cwd: string;
  readonly log: string;
  /** Milliseconds within which it must listen. */
  readonly patience: number;
  /** Told as soon as there is a process, before it listens. */
  readonly onProcess: (started: ServerProcess) => void;
  /** Whether this process waits for its end: they end together then. Default: false. */
  readonly attached?: boolean | undefined;
}

export interface StartedProcess {
  readonly url: string;
  readonly process: ServerProcess;
  /** Resolves when it has ended. */
  readonly ended: Promise<void>;
}

/** What a server says to whoever started it, once. */
export const StartMessage = z.union([
  z.object({ listening: z.object({ url: z.string() }) }),
  z.object({
    failed: z.object({
      code: z.string(),
      message: z.string(),
      hint: z.nullable(z.string()),
    }),
  }),
]);
export type StartMessage = z.infer<typeof StartMessage>;

const LINES = 10;

/** Errors: what the server says; `store_unreachable` with the log's last lines where it says nothing. */
export async function startProcess(request: StartRequest): Promise<StartedProcess> {
  const { command, env, cwd, log, patience, onProcess, attached = false } = request;
  const before = sizeOf(log);
  const output = openLogToWrite(log);
  const [program, ...args] = command;
  let child: ChildProcess;
  try {
    child = spawn(program, args, {
      env,
      cwd,
      detached: true,
      stdio: ["ignore", output, output, "ipc"],
      windowsHide: true,
    });
  } finally {
    closeSync(output);
  }
  const ended = new Promise<void>((resolve) => child.once("exit", () => resolve()));
  const { pid } = child;
  const started = pid === undefined ? undefined : { pid, started: startOf(pid) };
  if (started !== undefined) onProcess(started);
  try {
    const url = await waitForStart(child, patience, () => lastLines(log, LINES, before));
    if (started === undefined) throw notStarted("it was given no process", []);
    child.disconnect();
    if (!attached) child.unref();
    return { url, process: started, ended };
  } catch (error) {
    child.kill("SIGKILL");
    throw error;
  }
}

function waitForStart(
  child: ChildProcess,
  patience: number,
  tail: () => readonly string[],
): Promise<string> {
  return new Promise<string>((resolve, reject) => {
    const timer = setTimeout(() => {
      settle(() => reject(notStarted(`it did not listen within ${patience / 1000} s`, tail())));
    }, patience);
    const settle = (how: () => void) => {
      clearTimeout(timer);
      child.removeAllListeners("message");
      how();
    };
    child.once("error", (error) => settle(() => reject(notStarted(error.message, []))));
    // A message that was sent before the end is read before this.
    child.once("close", (code, signal) => {
      const how = signal === null ? `it ended with exit code ${code}` : `it was ended by ${signal}`;
      settle(() => reject(notStarted(how, tail())));
    });
    child.on("message", (message) => {
      const told = StartMessage.safeParse(message);
      if (!told.success) return;
      const { data } = told;
      if ("listening" in data) settle(() => resolve(data.listening.url));
      else settle(() => reject(toldError(data.failed)));
    });
  });
}

function toldError(failed: {
  readonly code: string;
  readonly message: string;
  readonly hint: string | null;
}): ZenError {
  const code = isErrorCode(failed.code) ? failed.code : "store_unreachable";
  return new ZenError(code, failed.message, { hint: failed.hint ?? undefined });
}

function notStarted(how: string, tail: readonly string[]): ZenError {
  const log =
    tail.length === 0 ? "" : ` Its last lines:\n${tail.map((line) => `  ${line}`).join("\n")}`;
  return new ZenError("store_unreachable", `The ZenML server did not start: ${how}.${log}`, {
    hint: "zenml logs shows all that it wrote.",
  });
}
