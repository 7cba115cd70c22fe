// What is started for a step: its own command, or a Python that serves it and perhaps further ones.
import { writeFile } from "node:fs/promises";
import { delimiter, dirname, join, resolve } from "node:path";
import { existsSync } from "node:fs";
import { ZenError } from "../../domain/errors.js";
import type { ExternalCall } from "./external-call.js";
import type { CommandRecipe, PythonRecipe } from "./external-step.js";
import { fillCommand } from "./fill-command.js";
import { CHANNEL_IN, CHANNEL_OUT } from "./foreign-process.js";
import type { ProcessOptions } from "./foreign-process.js";
import { PROTOCOL_VERSION } from "./messages.js";
import type { StartMessage } from "./messages.js";
import { helperSource } from "./python/python-folder.js";
import { preparePython } from "./python/python-environment.js";
import { stepFolder } from "./step-folder.js";

type Surroundings = ExternalCall["surroundings"];

export interface Launch {
  readonly process: ProcessOptions;
  readonly start: StartMessage;
  /** What it is called in messages. */
  readonly program: string;
  /** Steps with the same key may be served by one process, one after the other. */
  readonly warmKey: string | undefined;
  /** Whether it may end without a word. */
  readonly mayBeSilent: boolean;
}

export function launchOf(call: ExternalCall, start: StartMessage): Promise<Launch> {
  const { external } = call;
  return external.type === "command"
    ? launchCommand(call, external, start)
    : launchPython(call, external, start);
}

async function launchCommand(
  { definition, surroundings }: ExternalCall,
  recipe: CommandRecipe,
  start: StartMessage,
): Promise<Launch> {
  const [command = "", ...args] = fillCommand(recipe.command, start);
  const folder = resolve(stepFolder(definition, surroundings.projectRoot), recipe.folder);
  if (!existsSync(folder)) {
    throw new ZenError(
      "step_failed",
      `The working folder '${folder}' of step '${start.step.name}' does not exist.`,
      {
        hint: "`folder` is relative to the file of the step.",
      },
    );
  }
  const task = join(start.folder, "task.json");
  await writeFile(task, JSON.stringify(start));
  const own = { ...surroundings.environment, ...recipe.env };
  const env = environment(own, {
    PYTHONPATH: dirname(helperSource()),
    ZENML_STEP_TASK: task,
  });
  const process = { command, args, folder, env };
  return { process, start, program: `'${command}'`, warmKey: undefined, mayBeSilent: true };
}

const SERVE = "import zenml_step; zenml_step.serve()";

async function launchPython(
  { definition, surroundings, context }: ExternalCall,
  recipe: PythonRecipe,
  start: StartMessage,
): Promise<Launch> {
  const { projectRoot, signal } = surroundings;
  const folder = stepFolder(definition, projectRoot);
  const script = resolve(folder, recipe.script);
  if (!existsSync(script)) throw noScript(script, start.step.name);
  const python = await preparePython(recipe.environment, {
    step: start.step.name,
    folder,
    projectRoot,
    env: process.env,
    isExact: false,
    log: (line) => context.log.info(line),
    signal,
  });
  const own = { ...surroundings.environment, ...recipe.env };
  const env = environment(own, { PYTHONPATH: python.helperFolder, ZENML_STEP_SERVER: "1" });
  const { executable: command } = python;
  return {
    process: { command, args: ["-c", SERVE], folder, env },
    start: { ...start, python: { script, function: recipe.function ?? null } },
    program: `Python (${command})`,
    warmKey: isWarm(recipe, surroundings)
      ? JSON.stringify([command, folder, recipe.env, surroundings.memory?.text])
      : undefined,
    mayBeSilent: false,
  };
}

function isWarm({ keep_warm }: PythonRecipe, { environment: own }: Surroundings): boolean {
  return keep_warm && (own === undefined || Object.keys(own).length === 0);
}

function noScript(script: string, step: string): ZenError {
  return new ZenError("step_failed", `The script '${script}' of step '${step}' does not exist.`, {
    hint: "`script` is relative to the file of the step.",
  });
}

/** The person's own variables win; our folder of Python modules comes before theirs. */
function environment(
  own: Readonly<Record<string, string>>,
  ours: Readonly<Record<string, string>> & { readonly PYTHONPATH: string },
): NodeJS.ProcessEnv {
  const paths = [ours.PYTHONPATH, own["PYTHONPATH"] ?? process.env["PYTHONPATH"]];
  return {
    ...process.env,
    ...own,
    ...ours,
    PYTHONPATH: paths.filter((path) => path !== undefined && path !== "").join(delimiter),
    ZENML_STEP_PROTOCOL: String(PROTOCOL_VERSION),
    ZENML_STEP_IN: String(CHANNEL_IN),
    ZENML_STEP_OUT: String(CHANNEL_OUT),
  };
}
