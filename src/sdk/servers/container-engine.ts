// podman or docker, whichever is there. The command line alone: both have the same words.
import { spawn } from "node:child_process";
import { ZenError } from "../../domain/errors.js";
import type { ServerContainer } from "./server-record.js";

export interface EngineRun {
  /** Told each line as it comes, of both streams. */
  readonly onLine?: ((line: string) => void) | undefined;
  /** Variables besides those of this process. */
  readonly env?: Readonly<Record<string, string>> | undefined;
  /** What it reads. */
  readonly input?: string | undefined;
}

export interface EngineAnswer {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

const ENGINES = ["podman", "docker"] as const;
/** Names the one to use, where both are there. */
export const ENGINE_VARIABLE = "ZENML_CONTAINER_ENGINE";

/** Errors: `invalid_input` where neither works, with what each said. */
export async function findEngine(env: NodeJS.ProcessEnv): Promise<string> {
  const named = env[ENGINE_VARIABLE];
  const told: string[] = [];
  for (const engine of named ? [named] : ENGINES) {
    const { code, stderr } = await runEngine(engine, ["info"]).catch((error: unknown) => ({
      code: null,
      stderr: error instanceof Error ? error.message : String(error),
    }));
    if (code === 0) return engine;
    told.push(`\n  ${engine}: ${stderr.trim().split("\n").at(-1) ?? "no answer"}`);
  }
  throw new ZenError(
    "invalid_input",
    `No program that runs containers works here:${told.join("")}`,
    {
      hint: "Install podman or docker, or start the server without a container: zenml up",
    },
  );
}

/** Errors: those of starting the program. */
export function runEngine(
  engine: string,
  args: readonly string[],
  { onLine, env, input }: EngineRun = {},
): Promise<EngineAnswer> {
  return new Promise((resolve, reject) => {
    const child = spawn(engine, args, {
      stdio: ["pipe", "pipe", "pipe"],
      env: { ...process.env, ...env },
    });
    const parts = { stdout: "", stderr: "" };
    for (const name of ["stdout", "stderr"] as const) {
      child[name].setEncoding("utf8").on("data", (text: string) => {
        parts[name] += text;
        if (onLine === undefined) return;
        text.split("\n").forEach((line) => line.trim() !== "" && onLine(line));
      });
    }
    // One that ends without reading has said why.
    child.stdin.on("error", () => undefined);
    child.stdin.end(input ?? "");
    child.once("error", reject);
    child.once("close", (code) => resolve({ code, ...parts }));
  });
}

/** Errors: `store_unreachable` with what the program said. */
export async function engineText(engine: string, args: readonly string[]): Promise<string> {
  const { code, stdout, stderr } = await runEngine(engine, args);
  if (code === 0) return stdout.trim();
  throw engineError(engine, args, stderr);
}

export function engineError(engine: string, args: readonly string[], stderr: string): ZenError {
  const said = stderr.trim().split("\n").slice(-5).join("\n  ");
  return new ZenError("store_unreachable", `${engine} ${args[0]} failed:\n  ${said}`, {
    hint: `Try it by hand: ${engine} info`,
  });
}

export async function containerState({
  engine,
  name,
}: ServerContainer): Promise<"running" | "stopped" | "gone"> {
  const asked = ["container", "inspect", "--format", "{{.State.Status}}", name];
  const { code, stdout } = await runEngine(engine, asked).catch(() => ({ code: 1, stdout: "" }));
  if (code !== 0) return "gone";
  return stdout.trim() === "running" ? "running" : "stopped";
}

/** False: it was not there any more. */
export async function removeContainer(
  { engine, name }: ServerContainer,
  grace: number,
): Promise<boolean> {
  const seconds = String(Math.ceil(grace / 1000));
  const { code } = await runEngine(engine, ["stop", "--time", seconds, name]);
  const removed = await runEngine(engine, ["rm", "--force", "--volumes", name]);
  return code === 0 && removed.code === 0;
}

/** Told line by line, from both of its streams. */
export async function containerLogs(
  { engine, name }: ServerContainer,
  asked: {
    readonly follow?: boolean | undefined;
    readonly tail?: number | undefined;
    readonly onLine: (line: string) => void;
  },
): Promise<void> {
  const { follow = false, tail, onLine } = asked;
  const flags = [
    ...(follow ? ["--follow"] : []),
    ...(tail === undefined ? [] : ["--tail", String(tail)]),
  ];
  const args = ["logs", ...flags, name];
  const { code, stderr } = await runEngine(engine, args, { onLine });
  if (code !== 0) throw engineError(engine, args, stderr);
}
