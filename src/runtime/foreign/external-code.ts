// The code part of the cache key of steps that are commands: the script and all that it may import, the
// command and the files it names, and the versions of what is installed. Never a part of it alone.
import { createHash } from "node:crypto";
import { createReadStream, existsSync, statSync } from "node:fs";
import { basename, delimiter, isAbsolute, relative, resolve, sep } from "node:path";
import { ZenError } from "../../domain/errors.js";
import type { CodeIndex, CodeParts } from "../code-index.js";
import type { StepDefinition } from "../definition.js";
import type { CommandRecipe, PythonRecipe } from "./external-step.js";
import { PROTOCOL_VERSION } from "./messages.js";
import { programOnPath } from "./python/find-python.js";
import { localModules } from "./python/local-modules.js";
import { preparePython } from "./python/python-environment.js";
import { stepFolder } from "./step-folder.js";

export interface ExternalCodeOptions {
  readonly projectRoot: string;
  readonly env: NodeJS.ProcessEnv;
  /** Told what is made for a step. */
  readonly log: (step: string, line: string) => void;
  readonly signal?: AbortSignal | undefined;
}

/**
 * A code index that also knows steps that are commands. Their environments are made and their scripts
 * looked for here, before a run begins. Errors: all that is missing, of all steps at once.
 */
export async function withExternalCode(
  inner: CodeIndex,
  definitions: Iterable<StepDefinition>,
  options: ExternalCodeOptions,
): Promise<CodeIndex> {
  const external = [...new Set(definitions)].filter((one) => one.external !== undefined);
  if (external.length === 0) return inner;
  const known = new Map<StepDefinition, CodeParts>();
  const problems: unknown[] = [];
  const work = external.map(async (one) => {
    known.set(one, await externalCodeParts(one, options));
  });
  for (const result of await Promise.allSettled(work)) {
    if (result.status === "rejected") problems.push(result.reason);
  }
  if (options.signal?.aborted === true) {
    throw new ZenError("run_cancelled", "The run was cancelled before it began.");
  }
  if (problems.length > 0) throw asOne(problems);
  return { partsOf: (step) => known.get(step) ?? inner.partsOf(step) };
}

/** Makes the step's environment where there is none. Errors: `pipeline_invalid`, `integration_not_installed`. */
export async function externalCodeParts(
  definition: StepDefinition,
  options: ExternalCodeOptions,
): Promise<CodeParts> {
  const { external } = definition;
  if (external === undefined) throw new Error(`step '${definition.name}' is no command`);
  const place = { ...options, definition, folder: stepFolder(definition, options.projectRoot) };
  const own =
    external.type === "python"
      ? await pythonParts(external, place)
      : await commandParts(external, place);
  const declared = await hashesOf(external.files ?? [], place, own.code);
  const recipe = { ...external, files: null, heartbeat_timeout: null, keep_warm: null };
  return {
    code: { ...declared, [`step(${definition.name})`]: sha256(recipeText(recipe)) },
    packages: { ...own.packages, zenml_step: String(PROTOCOL_VERSION) },
    uncacheable: own.uncacheable,
  };
}

interface Place extends ExternalCodeOptions {
  readonly definition: StepDefinition;
  readonly folder: string;
}

async function pythonParts(recipe: PythonRecipe, place: Place): Promise<CodeParts> {
  const { definition, folder, projectRoot, env, signal } = place;
  const step = definition.name;
  const script = resolve(folder, recipe.script);
  if (!existsSync(script)) {
    throw new ZenError(
      "pipeline_invalid",
      `The script '${script}' of step '${step}' does not exist.`,
      {
        hint: "`script` is relative to the file of the step.",
      },
    );
  }
  const log = (line: string): void => place.log(step, line);
  const options = { step, folder, projectRoot, env, isExact: true, log, signal };
  const python = await preparePython(recipe.environment, options);
  const roots = (recipe.env["PYTHONPATH"] ?? env["PYTHONPATH"] ?? "").split(delimiter);
  const modules = localModules(
    script,
    roots.filter((root) => root !== ""),
  );
  const reason = python.uncacheable ?? modules.uncacheable;
  return {
    code: await hashesOf(modules.files, place),
    packages: { python: python.version, ...python.packages },
    uncacheable: reason === undefined ? null : `step '${step}': ${reason}`,
  };
}

/** What a program reads besides its inputs cannot be known: it is declared, or the step is not cached. */
async function commandParts(recipe: CommandRecipe, place: Place): Promise<CodeParts> {
  const { definition, env } = place;
  const folder = resolve(place.folder, recipe.folder);
  const [command = "", ...args] = recipe.command;
  const isPath = command.includes("/") || command.includes(sep);
  const program = isPath
    ? resolve(folder, command)
    : programOnPath(command, { ...env, ...recipe.env });
  const named = args.map((one) => resolve(folder, one)).filter((path) => isFile(path));
  const files = [...(program !== undefined && isFile(program) ? [program] : []), ...named];
  const uncacheable =
    recipe.files === undefined
      ? `step '${definition.name}' is a command that does not say which files it reads: declare \`files\` (\`[]\` for none)`
      : null;
  return { code: await hashesOf(files, place), packages: {}, uncacheable };
}

/** Text that does not depend on the order in which members were written. */
function recipeText(recipe: object): string {
  return JSON.stringify(recipe, (_key, part: unknown) =>
    typeof part === "object" && part !== null && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([left], [right]) => (left < right ? -1 : 1)))
      : part,
  );
}

/** Errors: `pipeline_invalid` for a declared file that is not there. */
async function hashesOf(
  files: readonly string[],
  { folder, projectRoot, definition }: Place,
  known: Readonly<Record<string, string>> = {},
): Promise<Record<string, string>> {
  const hashes: Record<string, string> = { ...known };
  for (const file of files) {
    const path = resolve(folder, file);
    if (!isFile(path)) {
      throw new ZenError(
        "pipeline_invalid",
        `The file '${path}' that step '${definition.name}' declares does not exist.`,
        {
          hint: "`files` are relative to the file of the step.",
        },
      );
    }
    hashes[unusedName(shown(path, projectRoot), hashes)] = await hashOfFile(path);
  }
  return hashes;
}

/** Names of files inside of the project say where; the others are the same on any machine. */
function shown(path: string, projectRoot: string): string {
  const inside = relative(projectRoot, path);
  const isOutside = inside.startsWith("..") || isAbsolute(inside);
  return isOutside ? basename(path) : inside.split(sep).join("/");
}

/** Two files of one name outside of the project are two parts of the key. */
function unusedName(name: string, taken: object): string {
  let number = 1;
  while (Object.hasOwn(taken, number === 1 ? name : `${name} #${number}`)) number += 1;
  return number === 1 ? name : `${name} #${number}`;
}

async function hashOfFile(path: string): Promise<string> {
  const hash = createHash("sha256");
  for await (const chunk of createReadStream(path)) hash.update(chunk);
  return hash.digest("hex").slice(0, 32);
}

function isFile(path: string): boolean {
  try {
    return statSync(path, { throwIfNoEntry: false })?.isFile() === true;
  } catch {
    // Too long for a name, or a name with what names cannot have: a program given as an argument.
    return false;
  }
}

function sha256(text: string): string {
  return createHash("sha256").update(text).digest("hex").slice(0, 32);
}

function asOne(problems: readonly unknown[]): unknown {
  const [first] = problems;
  if (problems.length === 1 || !(first instanceof ZenError)) return first;
  const messages = problems.map((one) => (one instanceof Error ? one.message : String(one)));
  return new ZenError(first.code, [...new Set(messages)].join("\n"), {
    hint: first.hint,
    cause: first,
  });
}
