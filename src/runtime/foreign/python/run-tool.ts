import { execFile } from "node:child_process";

export interface ToolRun {
  readonly args: readonly string[];
  readonly folder: string;
  readonly env?: NodeJS.ProcessEnv | undefined;
  readonly signal?: AbortSignal | undefined;
}

export interface ToolResult {
  /** Null when it did not start, or was ended. */
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

const MOST_OUTPUT = 64 * 1024 * 1024;

/** Runs a program to its end; what goes wrong is in the result. */
export function runTool(command: string, run: ToolRun): Promise<ToolResult> {
  const { args, folder, env, signal } = run;
  return new Promise((resolve) => {
    const options = { cwd: folder, env, signal, maxBuffer: MOST_OUTPUT };
    const child = execFile(command, [...args], options, (error, stdout, stderr) => {
      const isLost = error !== null && typeof error.code !== "number";
      resolve({
        code: child.exitCode,
        stdout,
        stderr: isLost ? `${stderr}${error.message}` : stderr,
      });
    });
  });
}

/** The end of what a program complained about, for a message. */
export function lastWords({ stderr, stdout }: ToolResult, count = 8): string {
  const lines = `${stderr.trim() === "" ? stdout : stderr}`
    .split("\n")
    .map((line) => line.trimEnd());
  return lines
    .filter((line) => line !== "")
    .slice(-count)
    .join("\n");
}
