// Finds an interpreter that is on this machine: by path, in an active or neighbouring virtual
// environment, or on the PATH. Knows what was asked for; installs nothing.
import { createHash } from "node:crypto";
import { accessSync, constants, existsSync, realpathSync, statSync } from "node:fs";
import { delimiter, dirname, isAbsolute, join, resolve } from "node:path";
import { ZenError } from "../../../domain/errors.js";
import { inspectPython } from "./inspect-python.js";
import type { Helper, Inspected } from "./inspect-python.js";
import { isVersionRequest, OLDEST_PYTHON, satisfies } from "./python-version.js";

export interface FindOptions {
  /** As the step has it: a version, an interpreter, the folder of a virtual environment. */
  readonly request: string | undefined;
  /** Folder that paths are relative to. */
  readonly folder: string;
  readonly projectRoot: string;
  readonly env: NodeJS.ProcessEnv;
  readonly helper: Helper;
  /** Whether virtual environments are looked at: not for making a new one. */
  readonly inEnvironments: boolean;
  readonly step: string;
}

const NAMES = [
  "python3",
  "python",
  ...[14, 13, 12, 11, 10, 9, 8].map((minor) => `python3.${minor}`),
];

/** Errors: `integration_not_installed` when there is none, or none that is new enough. */
export async function findPython(options: FindOptions): Promise<Inspected> {
  const { request, step } = options;
  const rejected: string[] = [];
  for (const candidate of candidates(options)) {
    const found = await inspectPython(candidate, options);
    if (found === undefined) continue;
    const wanted = request !== undefined && isVersionRequest(request) ? request : OLDEST_PYTHON;
    if (satisfies(found.version, OLDEST_PYTHON) && satisfies(found.version, wanted)) return found;
    rejected.push(`${candidate} (${found.version})`);
  }
  const asked = request ?? OLDEST_PYTHON;
  const seen =
    rejected.length === 0 ? "none was found" : `found: ${[...new Set(rejected)].join(", ")}`;
  throw new ZenError(
    "integration_not_installed",
    `Step '${step}' needs Python ${asked}; ${seen}.`,
    {
      hint: "Install it (https://www.python.org/downloads), or set environment.python or ZENML_PYTHON to an interpreter.",
      details: { step, asked, rejected },
    },
  );
}

/** What decides which interpreter is found, as text: the same answer may be used again while it is the same. */
export function findKey({ request, folder, projectRoot, env }: FindOptions): string {
  const parts = [
    request,
    folder,
    projectRoot,
    env["PATH"],
    env["VIRTUAL_ENV"],
    env["ZENML_PYTHON"],
  ];
  return createHash("sha256").update(JSON.stringify(parts)).digest("hex").slice(0, 16);
}

function candidates(options: FindOptions): string[] {
  const { request, folder, projectRoot, env, inEnvironments } = options;
  if (request !== undefined && !isVersionRequest(request)) return [interpreterAt(request, options)];
  const environments = [env["VIRTUAL_ENV"], join(folder, ".venv"), join(projectRoot, ".venv")];
  const own = inEnvironments ? environments.flatMap((one) => environmentPython(one)) : [];
  const named = env["ZENML_PYTHON"] === undefined ? [] : [env["ZENML_PYTHON"]];
  return unique([...named, ...own, ...onPath(env)]);
}

/** The same interpreter may lie on the PATH under several names; that of an environment is one by itself. */
function unique(paths: readonly string[]): string[] {
  const known = new Map<string, string>();
  for (const path of paths) {
    const folder = dirname(path);
    const isEnvironment = existsSync(join(folder, "..", "pyvenv.cfg"));
    const key = isEnvironment || !existsSync(path) ? path : realpathSync(path);
    if (!known.has(key)) known.set(key, path);
  }
  return [...known.values()];
}

/** Errors: `integration_not_installed` for a path with nothing behind it. */
function interpreterAt(request: string, { folder, env, step }: FindOptions): string {
  const path = isAbsolute(request) ? request : resolve(folder, request);
  const [inside] = environmentPython(path);
  if (inside !== undefined) return inside;
  if (existsSync(path)) return path;
  const named = onPath(env, [request])[0];
  if (named !== undefined) return named;
  throw new ZenError(
    "integration_not_installed",
    `Step '${step}' asks for the Python '${request}', which is not there.`,
    {
      hint: "Give the path of an interpreter or of a virtual environment, or a version such as '>=3.9'.",
    },
  );
}

/** The interpreter of a virtual environment. */
export function environmentPython(folder: string | undefined): string[] {
  if (folder === undefined || folder === "") return [];
  return [join(folder, "bin", "python"), join(folder, "Scripts", "python.exe")].filter((path) =>
    existsSync(path),
  );
}

function onPath(env: NodeJS.ProcessEnv, names: readonly string[] = NAMES): string[] {
  const folders = (env["PATH"] ?? "").split(delimiter).filter((folder) => folder !== "");
  return names.flatMap((name) =>
    folders.map((folder) => join(folder, name)).filter((path) => isExecutable(path)),
  );
}

/** Whether a program of that name is on the PATH. */
export function programOnPath(name: string, env: NodeJS.ProcessEnv): string | undefined {
  return onPath(env, [name])[0];
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
}
