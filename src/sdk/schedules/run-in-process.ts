// Starts the run of a schedule as a process of its own: what a person's code does there, the loop
// survives, and each run loads the code as it is then.
import { spawn } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import * as z from "zod/mini";
import { Status } from "../../domain/entities/fields.js";
import type { Schedule } from "../../domain/entities/schedule.js";
import { ZenError } from "../../domain/errors.js";
import { projectRoot } from "../../runtime/loader/project-root.js";
import type { FiredRun } from "./schedule-loop.js";

export interface RunProcessOptions {
  /** The command line of this package. */
  readonly program: string;
  /** Flags that name the store: `--profile`, `--project`. */
  readonly flags: readonly string[];
  readonly env: NodeJS.ProcessEnv;
}

export class RunProcesses {
  readonly #options: RunProcessOptions;
  readonly #running = new Set<ChildProcess>();

  constructor(options: RunProcessOptions) {
    this.#options = options;
  }

  /** Errors: `step_failed` when no run came of it, with what was said. */
  readonly fire = async (schedule: Schedule): Promise<FiredRun> => {
    const folder = await mkdtemp(join(tmpdir(), "zenml-schedule-"));
    try {
      const config = join(folder, "run.json");
      await writeFile(config, escaped(schedule.configuration), { mode: 0o600 });
      return await this.#run(schedule, config);
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  };

  /** Ends what still runs: its runs are cancelled. */
  kill(): void {
    for (const child of this.#running) child.kill("SIGTERM");
  }

  #run(schedule: Schedule, config: string): Promise<FiredRun> {
    const { file, export: exportName, stack_name } = schedule;
    const { program, flags, env } = this.#options;
    const pipeline = exportName === null ? file : `${file}:${exportName}`;
    const stack = stack_name === null ? [] : ["--stack", stack_name];
    const args = ["run", pipeline, "--config", config, ...stack, ...flags, "-q", "-o", "json"];
    // A group of its own, so that Ctrl-C reaches the loop alone, which waits for the run.
    const child = spawn(process.execPath, [program, ...args], {
      cwd: projectRoot(dirname(file)),
      env,
      detached: true,
      stdio: ["ignore", "pipe", "pipe"],
    });
    this.#running.add(child);
    return this.#outcome(child).finally(() => this.#running.delete(child));
  }

  async #outcome(child: ChildProcess): Promise<FiredRun> {
    let answer = "";
    let said = "";
    child.stdout?.setEncoding("utf8").on("data", (text: string) => (answer += text));
    child.stderr?.setEncoding("utf8").on("data", (text: string) => {
      said = (said + text).slice(-MOST_KEPT);
    });
    const code = await new Promise<number | null>((resolve, reject) => {
      child.once("error", reject);
      child.once("close", resolve);
    });
    const run = readRun(answer);
    if (run !== undefined) return run;
    const why = said.trim() || `it ended with exit code ${code} and said nothing`;
    throw new ZenError("step_failed", `No run was started: ${why}`);
  }
}

const MOST_KEPT = 4000;

const Answer = z.object({ id: z.string(), name: z.string(), status: Status });

function readRun(answer: string): FiredRun | undefined {
  try {
    return Answer.safeParse(JSON.parse(answer)).data;
  } catch {
    return undefined;
  }
}

/** Variables were filled in when the schedule was made: a dollar sign is one by now. */
function escaped(configuration: Schedule["configuration"]): string {
  return JSON.stringify(configuration, (_key, value: unknown) =>
    typeof value === "string" ? value.replaceAll("$", "$$$$") : value,
  );
}
