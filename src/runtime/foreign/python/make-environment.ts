// Makes a virtual environment and installs into it, by `uv` or by Python's own `venv` and pip.
import { join } from "node:path";
import { ZenError } from "../../../domain/errors.js";
import type { PythonEnvironment } from "../external-step.js";
import { environmentPython, findPython, programOnPath } from "./find-python.js";
import type { FindOptions } from "./find-python.js";
import { inspectPython } from "./inspect-python.js";
import type { Inspected } from "./inspect-python.js";
import { isVersionRequest } from "./python-version.js";
import type { Requirements } from "./requirements.js";
import { lastWords, runTool } from "./run-tool.js";
import type { ToolResult } from "./run-tool.js";

export interface MakeOptions {
  /** The environment's own folder. */
  readonly folder: string;
  readonly environment: PythonEnvironment;
  readonly requirements: Requirements;
  readonly search: FindOptions;
  readonly options: {
    readonly step: string;
    readonly folder: string;
    readonly env: NodeJS.ProcessEnv;
    readonly log: (line: string) => void;
    readonly signal?: AbortSignal | undefined;
  };
}

/** Errors: `integration_not_installed` without Python or uv, `pipeline_invalid` when nothing fits. */
export async function makeEnvironment(making: MakeOptions): Promise<Inspected> {
  const { environment, requirements, search, folder, options } = making;
  const uv = programOnPath("uv", options.env);
  if (environment.tool === "uv" && uv === undefined) throw noUv(options.step);
  const isUv = uv !== undefined && environment.tool !== "venv";
  options.log(`Making a Python environment with ${isUv ? "uv" : "venv"}: ${requirements.shown}`);
  if (isUv) await makeByUv(uv, making);
  else await makeByVenv(making);
  const [python] = environmentPython(folder);
  const found =
    python === undefined ? undefined : await inspectPython(python, { ...search, folder });
  if (found === undefined) {
    throw new ZenError(
      "pipeline_invalid",
      `The Python environment of step '${options.step}' does not start.`,
      {
        hint: `Look at '${folder}', or name another Python in environment.python.`,
      },
    );
  }
  options.log(
    `The Python environment is ready: Python ${found.version}, ${Object.keys(found.packages).length} packages`,
  );
  return found;
}

async function makeByUv(uv: string, making: MakeOptions): Promise<void> {
  const { folder, environment, requirements } = making;
  const wanted = environment.python ?? ">=3.8";
  const python = isVersionRequest(wanted) ? wanted : (await findPython(making.search)).executable;
  const made = await run(making, uv, ["venv", "--quiet", "--python", python, folder]);
  if (made.code !== 0) throw notMade(making, made, "integration_not_installed");
  const target = environmentPython(folder)[0] ?? join(folder, "bin", "python");
  const installed = await run(making, uv, [
    "pip",
    "install",
    "--python",
    target,
    ...requirements.args,
  ]);
  if (installed.code !== 0) throw notInstalled(making, installed);
}

async function makeByVenv(making: MakeOptions): Promise<void> {
  const { folder, requirements, search } = making;
  const { executable } = await findPython(search);
  const made = await run(making, executable, ["-m", "venv", folder]);
  if (made.code !== 0) throw notMade(making, made, "integration_not_installed");
  const target = environmentPython(folder)[0] ?? join(folder, "bin", "python");
  const args = [
    "-m",
    "pip",
    "install",
    "--disable-pip-version-check",
    "--no-input",
    ...requirements.args,
  ];
  const installed = await run(making, target, args);
  if (installed.code !== 0) throw notInstalled(making, installed);
}

async function run(
  { options }: MakeOptions,
  command: string,
  args: readonly string[],
): Promise<ToolResult> {
  const { folder, env, signal } = options;
  const result = await runTool(command, { args, folder, env, signal });
  signal?.throwIfAborted();
  return result;
}

function notMade(
  { options }: MakeOptions,
  result: ToolResult,
  code: "integration_not_installed",
): ZenError {
  return new ZenError(
    code,
    `The Python environment of step '${options.step}' could not be made:\n${lastWords(result)}`,
    {
      hint: "Debian and Ubuntu have venv in a package of its own (apt install python3-venv); uv needs none.",
      details: { step: options.step },
    },
  );
}

function notInstalled({ options, requirements }: MakeOptions, result: ToolResult): ZenError {
  return new ZenError(
    "pipeline_invalid",
    `The requirements of step '${options.step}' (${requirements.shown}) could not be installed:\n${lastWords(result)}`,
    {
      hint: "Correct the requirements, or look at the index that pip and uv are configured with.",
      details: { step: options.step },
    },
  );
}

function noUv(step: string): ZenError {
  return new ZenError(
    "integration_not_installed",
    `Step '${step}' asks for uv, which is not on the PATH.`,
    {
      hint: "Install uv (https://docs.astral.sh/uv), or leave out environment.tool.",
    },
  );
}
