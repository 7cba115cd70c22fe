// Makes a virtual environment and installs into it, by `uv` or by Python's own `venv` and pip.
import { join } from "node:path";
import { ZenError } from "../../../domain/errors.js";
import type { PythonEnvironment } from "../external-step.js";
import { environmentPython, findPython, programOnPath } from "./find-python.js";
import type { FindOptions } from "./find-python.js";
import { inspectPython } from "./inspect-python.js";
import type { Inspected } from "./inspect-python.js";
import { isVersionRequest, satisfies } from "./python-version.js";
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
  if (made.code !== 0) throw notMade(making, made, "uv");
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
  const isShared = await hasPip(making, executable);
  const own = isShared ? ["--without-pip"] : [];
  const made = await run(making, executable, ["-m", "venv", ...own, folder]);
  if (made.code !== 0) throw notMade(making, made, "venv");
  const target = environmentPython(folder)[0] ?? join(folder, "bin", "python");
  const [python, into] = isShared ? [executable, ["--python", target]] : [target, []];
  const args = ["-m", "pip", ...into, "install", ...QUIET, ...requirements.args];
  const installed = await run(making, python, args);
  if (installed.code !== 0) throw notInstalled(making, installed);
}

const QUIET = ["--disable-pip-version-check", "--no-input"];

/** Copying pip into each environment takes longer than most installations: one that can install elsewhere serves all. */
async function hasPip(making: MakeOptions, executable: string): Promise<boolean> {
  const { code, stdout } = await run(making, executable, ["-m", "pip", "--version"]);
  const version = /^pip (\d+\.\d+)/.exec(stdout)?.[1];
  return code === 0 && version !== undefined && satisfies(version, ">=22.3");
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

const HINTS = {
  uv: "Install that Python, let uv download it (uv python install), or set environment.python.",
  venv: "Debian and Ubuntu have venv in a package of its own (apt install python3-venv); uv needs none.",
} as const;

function notMade({ options }: MakeOptions, result: ToolResult, tool: keyof typeof HINTS): ZenError {
  return new ZenError(
    "integration_not_installed",
    `The Python environment of step '${options.step}' could not be made:\n${lastWords(result)}`,
    { hint: HINTS[tool], details: { step: options.step } },
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
