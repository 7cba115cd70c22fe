// Versions of the packages that code imports, with those that they depend on in turn: an updated
// dependency computes something else though the package itself kept its version.
import { readFileSync, realpathSync } from "node:fs";
import { isBuiltin } from "node:module";
import { dirname, join } from "node:path";
import { folderStamp } from "./folder-stamp.js";

export interface PackageVersions {
  /** Package → version; several joined when the tree has several. `node` stands for its built-ins. */
  readonly versions: ReadonlyMap<string, string>;
  /** Sentences about packages whose version is not known. */
  readonly problems: readonly string[];
}

interface Manifest {
  readonly folder: string;
  readonly version: string;
  readonly dependencies: readonly string[];
  readonly optional: ReadonlySet<string>;
}

/** Looks up from `folder` as Node does; remembers what it read. */
export function packageVersions(folder: string): (specifiers: Iterable<string>) => PackageVersions {
  const manifests = new Map<string, Manifest | undefined>();
  return (specifiers) => {
    const found = new Map<string, Set<string>>();
    const problems: string[] = [];
    const visited = new Set<string>();
    const add = (name: string, from: string, isOptional: boolean): void => {
      const manifest = readManifest(name, from, manifests);
      if (manifest === undefined) {
        if (!isOptional) problems.push(`the version of package '${name}' was not found`);
        return;
      }
      if (visited.has(manifest.folder)) return;
      visited.add(manifest.folder);
      found.set(name, (found.get(name) ?? new Set()).add(manifest.version));
      for (const dependency of manifest.dependencies) {
        add(dependency, manifest.folder, manifest.optional.has(dependency));
      }
    };
    for (const specifier of specifiers) {
      if (isBuiltin(specifier)) found.set("node", new Set([nodeMajor()]));
      else add(packageName(specifier), folder, false);
    }
    const versions = [...found].map(([name, all]) => [name, [...all].sort().join(", ")] as const);
    return { versions: new Map(versions), problems };
  };
}

/** `@scope/name` of `@scope/name/part`. */
export function packageName(specifier: string): string {
  return specifier.split("/", specifier.startsWith("@") ? 2 : 1).join("/");
}

/** The folder that `name` means from `from`, real path; undefined when it is not installed. */
export function packageFolder(name: string, from: string): string | undefined {
  for (let folder = from; ; folder = dirname(folder)) {
    const path = join(folder, "node_modules", name);
    try {
      return realpathSync(path);
    } catch {
      if (folder === dirname(folder)) return undefined;
    }
  }
}

function nodeMajor(): string {
  return process.versions.node.split(".", 1).join();
}

function readManifest(
  name: string,
  from: string,
  known: Map<string, Manifest | undefined>,
): Manifest | undefined {
  const folder = packageFolder(name, from);
  if (folder === undefined) return undefined;
  if (!known.has(folder)) known.set(folder, parseManifest(folder));
  return known.get(folder);
}

function parseManifest(folder: string): Manifest | undefined {
  let manifest: Record<string, unknown>;
  try {
    manifest = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
  } catch {
    return undefined;
  }
  const version = typeof manifest["version"] === "string" ? manifest["version"] : "0";
  const required = keysOf(manifest["dependencies"]);
  const optional = [
    ...keysOf(manifest["optionalDependencies"]),
    ...keysOf(manifest["peerDependencies"]),
  ];
  const dependencies = [...new Set([...required, ...optional])].filter(isCode);
  return {
    folder,
    // A linked package is being worked on: its version stays while its code changes.
    version: /[\\/]node_modules[\\/]/.test(folder) ? version : `${version}+${folderStamp(folder)}`,
    dependencies,
    optional: new Set(optional),
  };
}

function keysOf(value: unknown): string[] {
  return typeof value === "object" && value !== null ? Object.keys(value) : [];
}

/** Types do nothing when the code runs; this package is named by its materializers. */
function isCode(name: string): boolean {
  return !name.startsWith("@types/") && name !== "zenml";
}
