// Brings a step's Python about: found on this machine, or made in the project's cache folder and kept
// for as long as its requirements are the same. Several processes may want one at once.
import { createHash } from "node:crypto";
import {
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { arch, platform } from "node:os";
import { join } from "node:path";
import * as z from "zod/mini";
import { withFileLock } from "../../../config/file-lock.js";
import { ZenError } from "../../../domain/errors.js";
import type { PythonEnvironment } from "../external-step.js";
import { findKey, findPython } from "./find-python.js";
import type { FindOptions } from "./find-python.js";
import type { Inspected } from "./inspect-python.js";
import { makeEnvironment } from "./make-environment.js";
import { helperPath, pythonFolder } from "./python-folder.js";
import type { PythonFolder } from "./python-folder.js";
import { readRequirements } from "./requirements.js";
import type { Requirements } from "./requirements.js";

export interface PreparedPython {
  readonly executable: string;
  readonly version: string;
  /** For `PYTHONPATH`: where our helper is found. */
  readonly helperFolder: string;
  /** What is installed: name → version. */
  readonly packages: Readonly<Record<string, string>>;
  /** Why that does not tell what runs; undefined when it does. */
  readonly uncacheable: string | undefined;
}

export interface PrepareOptions {
  readonly step: string;
  /** Folder of the step's file. */
  readonly folder: string;
  readonly projectRoot: string;
  readonly env: NodeJS.ProcessEnv;
  /** Whether what is installed must be known as of now; else the interpreter alone is enough. */
  readonly isExact: boolean;
  /** Told what is being made, and what its tools say. */
  readonly log: (line: string) => void;
  readonly signal?: AbortSignal | undefined;
}

/** Making an environment may take that long in another process. */
const PATIENCE = 30 * 60_000;

const Kept = z.object({
  executable: z.string(),
  version: z.string(),
  tag: z.string(),
  packages: z.record(z.string(), z.string()),
  local: z.array(z.string()),
  /** Changes when the interpreter is another one under the same path. */
  stamp: z.string(),
});

/** Errors: `integration_not_installed`, `pipeline_invalid`, each with what is to be done. */
export async function preparePython(
  environment: PythonEnvironment,
  options: PrepareOptions,
): Promise<PreparedPython> {
  const place = pythonFolder(options.projectRoot);
  if (environment.requirements === undefined) return find(environment, place, options);
  const requirements = readRequirements(environment.requirements, options);
  return make({ environment, requirements, place, options });
}

async function find(
  { python }: PythonEnvironment,
  place: PythonFolder,
  options: PrepareOptions,
): Promise<PreparedPython> {
  const search = searchFor(python, place, options, true);
  const record = join(place.root, `found-${findKey(search)}.json`);
  const known = options.isExact ? undefined : readKept(record);
  if (known !== undefined) return prepared(known, place);
  const found = await findPython(search);
  keep(record, found);
  return prepared(found, place);
}

interface Making {
  readonly environment: PythonEnvironment;
  readonly requirements: Requirements;
  readonly place: PythonFolder;
  readonly options: PrepareOptions;
}

async function make(making: Making): Promise<PreparedPython> {
  const { environment, requirements, place, options } = making;
  const { python, tool } = environment;
  const parts = [requirements.hash, python ?? null, tool ?? null, platform(), arch()];
  const hash = createHash("sha256").update(JSON.stringify(parts)).digest("hex").slice(0, 16);
  const folder = join(place.root, `env-${hash}`);
  const ready = join(folder, "zenml-ready.json");
  const made =
    readKept(ready) ??
    (await withFileLock(
      `${folder}.lock`,
      async () => {
        const other = readKept(ready);
        if (other !== undefined) return other;
        rmSync(folder, { recursive: true, force: true });
        const search = searchFor(python, place, options, false);
        try {
          const inspected = await makeEnvironment({
            folder,
            environment,
            requirements,
            search,
            options,
          });
          return keep(ready, inspected);
        } catch (error) {
          rmSync(folder, { recursive: true, force: true });
          throw error;
        }
      },
      { patience: PATIENCE },
    ));
  const result = prepared(made, place);
  const { local } = requirements;
  return local === undefined
    ? result
    : { ...result, uncacheable: `its requirement '${local}' names code that may change` };
}

function searchFor(
  request: string | undefined,
  { helper }: PythonFolder,
  { folder, projectRoot, env, step }: PrepareOptions,
  inEnvironments: boolean,
): FindOptions {
  return { request, folder, projectRoot, env, helper, inEnvironments, step };
}

function prepared(found: Inspected, place: PythonFolder): PreparedPython {
  const [local] = found.local;
  return {
    executable: found.executable,
    version: found.version,
    helperFolder: helperPath(place, found.tag),
    packages: found.packages,
    uncacheable:
      local === undefined
        ? undefined
        : `the package '${local}' is installed from a folder that may change`,
  };
}

function readKept(file: string): Inspected | undefined {
  try {
    const kept = Kept.safeParse(JSON.parse(readFileSync(file, "utf8")));
    return kept.success && stampOf(kept.data.executable) === kept.data.stamp
      ? kept.data
      : undefined;
  } catch {
    return undefined;
  }
}

/** Written beside and moved, so that nobody reads a half. */
function keep(file: string, found: Inspected): Inspected {
  const temporary = `${file}.${process.pid}-${Math.random().toString(36).slice(2)}`;
  try {
    mkdirSync(join(file, ".."), { recursive: true });
    writeFileSync(temporary, JSON.stringify({ ...found, stamp: stampOf(found.executable) }));
    renameSync(temporary, file);
  } catch (error) {
    if (existsSync(temporary)) rmSync(temporary, { force: true });
    throw new ZenError(
      "store_read_only",
      `The folder of Python environments '${join(file, "..")}' cannot be written to.`,
      {
        hint: "Give the user that runs the pipeline write permission on that folder.",
        cause: error,
      },
    );
  }
  return found;
}

function stampOf(executable: string): string {
  const { size, mtimeMs } = statSync(executable);
  return `${size} ${mtimeMs}`;
}
