// Which package manager a project uses: what its package.json says, else whose lockfile it has.
import { existsSync, readFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { ZenError } from "../../domain/errors.js";

export const PACKAGE_MANAGERS = ["npm", "pnpm", "yarn", "bun"] as const;
export type PackageManagerName = (typeof PACKAGE_MANAGERS)[number];

export interface PackageManager {
  readonly name: PackageManagerName;
  /** What tells: `packageManager in package.json`, `pnpm-lock.yaml`, `no lockfile`. */
  readonly because: string;
  /** Folder of the nearest package.json: where packages go. */
  readonly project: string;
}

const LOCKFILES: readonly (readonly [string, PackageManagerName])[] = [
  ["package-lock.json", "npm"],
  ["npm-shrinkwrap.json", "npm"],
  ["pnpm-lock.yaml", "pnpm"],
  ["yarn.lock", "yarn"],
  ["bun.lock", "bun"],
  ["bun.lockb", "bun"],
];

/** Errors: `not_found` when there is no package.json around `cwd`. */
export function findPackageManager(cwd: string): PackageManager {
  const project = foldersAbove(cwd).find((folder) => existsSync(join(folder, "package.json")));
  if (project === undefined) {
    throw new ZenError("not_found", `There is no package.json in '${resolve(cwd)}' or above it.`, {
      hint: "Packages go into a project. Make one here with: npm init -y",
    });
  }
  // Of workspaces, the root has the lockfile.
  for (const folder of foldersAbove(project)) {
    const name = declared(folder);
    if (name !== undefined) return { name, because: "packageManager in package.json", project };
    const lock = LOCKFILES.find(([file]) => existsSync(join(folder, file)));
    if (lock !== undefined) return { name: lock[1], because: lock[0], project };
  }
  return { name: "npm", because: "no lockfile", project };
}

function foldersAbove(start: string): string[] {
  const folders = [resolve(start)];
  for (let folder = resolve(start); folder !== dirname(folder);) {
    folder = dirname(folder);
    folders.push(folder);
  }
  return folders;
}

function declared(folder: string): PackageManagerName | undefined {
  const text = readManifest(join(folder, "package.json"));
  const [, name] = /"packageManager"\s*:\s*"([a-z]+)[@"]/.exec(text) ?? [];
  return PACKAGE_MANAGERS.find((known) => known === name);
}

function readManifest(file: string): string {
  return existsSync(file) ? readFileSync(file, "utf8") : "";
}

const INSTALL: Readonly<Record<PackageManagerName, readonly string[]>> = {
  // Whatever npm is set to by default: into the project.
  npm: ["install", "--location=project"],
  pnpm: ["add"],
  yarn: ["add"],
  bun: ["add"],
};
const UNINSTALL: Readonly<Record<PackageManagerName, readonly string[]>> = {
  npm: ["uninstall", "--location=project"],
  pnpm: ["remove"],
  yarn: ["remove"],
  bun: ["remove"],
};

/** Program and arguments. */
export function installCommand(
  { name }: Pick<PackageManager, "name">,
  packages: readonly string[],
): readonly [string, ...string[]] {
  return [name, ...INSTALL[name], ...packages];
}

export function uninstallCommand(
  { name }: Pick<PackageManager, "name">,
  packages: readonly string[],
): readonly [string, ...string[]] {
  return [name, ...UNINSTALL[name], ...packages];
}
