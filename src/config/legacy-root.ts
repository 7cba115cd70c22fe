// Finds a repository from before profiles, whose `.zen/config.yaml` keeps stacks. Cheap, since it is asked
// wherever no repository of ours is around.
import { existsSync, readFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { repositoryFile } from "./repository-file.js";

/** What only such a file has, all of it. */
const MARKS = [/^version:/m, /^stacks:/m, /^stack_components:/m];

/** The root of the nearest repository when it is such a one and was not brought over yet. */
export function findLegacyRoot(cwd: string, env: NodeJS.ProcessEnv): string | undefined {
  const named = env["ZENML_REPOSITORY_PATH"];
  if (named) return isLegacy(resolve(cwd, named)) ? resolve(cwd, named) : undefined;
  for (let folder = resolve(cwd); ; folder = dirname(folder)) {
    if (existsSync(repositoryFile(folder))) return undefined;
    if (isLegacy(folder)) return folder;
    if (dirname(folder) === folder) return undefined;
  }
}

function isLegacy(root: string): boolean {
  if (existsSync(repositoryFile(root))) return false;
  try {
    const text = readFileSync(join(root, ".zen", "config.yaml"), "utf8");
    return MARKS.every((mark) => mark.test(text));
  } catch {
    return false;
  }
}
