// A repository: a folder with `.zen/zenml.yaml`, whose settings hold for those who work inside it.
import { existsSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { ZenError } from "../domain/errors.js";
import { FORMAT_VERSION } from "./config-model.js";
import type { RepositoryConfig } from "./config-model.js";
import { withFileLock } from "./file-lock.js";
import { writePlain } from "./plain-yaml.js";
import type { PlainDocument } from "./plain-yaml.js";
import { hasExactly, isSimpleName, readConfig } from "./read-config.js";
import { createFile, replaceFile } from "./write-file.js";

export interface Repository extends RepositoryConfig {
  readonly root: string;
  readonly file: string;
}

export function repositoryFile(root: string): string {
  return join(root, ".zen", "zenml.yaml");
}

/**
 * The repository that ZENML_REPOSITORY_PATH names, else the nearest one around `cwd`.
 * Errors: `unknown_setting` when the variable names none, `config_invalid`.
 */
export async function findRepository(
  cwd: string,
  env: NodeJS.ProcessEnv,
): Promise<Repository | undefined> {
  const named = env["ZENML_REPOSITORY_PATH"];
  const root = named ? resolve(cwd, named) : rootAround(cwd);
  if (root === undefined) return undefined;
  const file = repositoryFile(root);
  const config = await readConfig(file, {
    fromPlain,
    schema: async () => (await import("./config-schemas.js")).RepositorySchema,
  });
  if (config !== undefined) return { ...config, root, file };
  throw new ZenError(
    "unknown_setting",
    `ZENML_REPOSITORY_PATH names '${root}', which is no ZenML repository.`,
    { hint: `zenml init --path ${root}` },
  );
}

/** False when there is one at that place already. */
export function createRepository(root: string, config: RepositoryConfig): boolean {
  const isNew = createFile(repositoryFile(root), writePlain(toPlain(config)));
  if (isNew) createFile(join(root, ".zen", ".gitignore"), "zenml.lock*\n");
  return isNew;
}

/** Changes the file while no other process does. */
export async function updateRepository(
  repository: Repository,
  set: Partial<RepositoryConfig>,
): Promise<void> {
  const { root, file } = repository;
  await withFileLock(join(root, ".zen", "zenml.lock"), async () => {
    const now = await findRepository(root, { ZENML_REPOSITORY_PATH: root });
    replaceFile(file, writePlain(toPlain({ ...repository, ...now, ...set })));
  });
}

function rootAround(cwd: string): string | undefined {
  for (let folder = resolve(cwd); ; folder = dirname(folder)) {
    if (existsSync(repositoryFile(folder))) return folder;
    if (dirname(folder) === folder) return undefined;
  }
}

function toPlain(config: RepositoryConfig): PlainDocument {
  return {
    version: FORMAT_VERSION,
    active_profile: config.active_profile,
    active_project: config.active_project,
    active_stack: config.active_stack,
  };
}

function fromPlain(document: PlainDocument): RepositoryConfig | undefined {
  const keys = ["active_profile", "active_project", "active_stack"];
  if (!hasExactly(document, ["version", ...keys]) || document["version"] !== FORMAT_VERSION) {
    return undefined;
  }
  const { active_profile, active_project, active_stack } = document;
  if (!isNameOrNull(active_profile) || !isNameOrNull(active_project)) return undefined;
  if (!isNameOrNull(active_stack)) return undefined;
  return { active_profile, active_project, active_stack };
}

function isNameOrNull(value: unknown): value is string | null {
  return value === null || isSimpleName(value);
}
