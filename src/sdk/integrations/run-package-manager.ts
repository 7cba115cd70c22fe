// Runs a package manager inside of a project: no shell, no global folder, its words passed on.
import { spawn } from "node:child_process";
import { ZenError } from "../../domain/errors.js";

export interface RunPackageManagerOptions {
  readonly project: string;
  readonly env: NodeJS.ProcessEnv;
  /** Takes what it says while it works. */
  readonly onOutput: (text: string) => void;
}

const OFFLINE =
  /ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ETIMEDOUT|ENETUNREACH|ENOTCACHED|ConnectionRefused/;
const MAX_KEPT = 20_000;

/** Errors: `integration_not_installed`, saying what to type instead. */
export async function runPackageManager(
  command: readonly [string, ...string[]],
  { project, env, onOutput }: RunPackageManagerOptions,
): Promise<void> {
  const [program, ...args] = command;
  const line = command.join(" ");
  const { code, said } = await new Promise<{ code: number | null; said: string }>(
    (resolve, reject) => {
      let said = "";
      const child = spawn(program, args, {
        cwd: project,
        env: withoutGlobal(env),
        stdio: ["ignore", "pipe", "pipe"],
      });
      for (const stream of [child.stdout, child.stderr]) {
        stream.setEncoding("utf8").on("data", (text: string) => {
          said = `${said}${text}`.slice(-MAX_KEPT);
          onOutput(text);
        });
      }
      child.once("error", (error) => reject(notStarted(program, line, error)));
      child.once("close", (exit) => resolve({ code: exit, said }));
    },
  );
  if (code === 0) return;
  const isOffline = OFFLINE.test(said);
  const problem = isOffline
    ? `${program} could not reach its registry: nothing was changed.`
    : `\`${line}\` failed with exit code ${String(code)}.`;
  throw new ZenError("integration_not_installed", problem, {
    hint: isOffline ? offlineHint(line, project) : `See what ${program} said above.`,
    details: { command, code },
  });
}

function offlineHint(line: string, project: string): string {
  return `When there is a network, type in '${project}': ${line}`;
}

function notStarted(program: string, line: string, cause: Error): ZenError {
  return new ZenError("integration_not_installed", `${program} could not be started.`, {
    hint: `The project uses ${program}. Install it (corepack enable), then type: ${line}`,
    cause,
  });
}

/** Somebody's default of installing globally does not count here. */
function withoutGlobal(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const isGlobal = /^(?:npm|pnpm|yarn)_config_(?:global|location)$/i;
  return Object.fromEntries(Object.entries(env).filter(([name]) => !isGlobal.test(name)));
}
