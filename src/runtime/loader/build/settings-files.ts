import { existsSync, readFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { packageFolder, packageName } from "../../code/package-versions.js";

export interface SettingsFiles {
  readonly present: ReadonlySet<string>;
  readonly absent: ReadonlySet<string>;
  readonly read: (path: string) => string;
}

const NAMES = ["tsconfig.json", "jsconfig.json", "package.json"];

/** The files beside and above sources that change what bundling them gives, and what they extend. */
export function settingsFiles(sources: readonly string[]): SettingsFiles {
  const present = new Set<string>();
  const absent = new Set<string>();
  const folders = new Set(sources.map((file) => dirname(file)));
  // A set may grow while it is iterated.
  for (const folder of folders) {
    for (const path of NAMES.map((name) => join(folder, name))) {
      if (!existsSync(path)) absent.add(path);
      else if (!present.has(path)) addWithExtended(path, present);
    }
    folders.add(dirname(folder));
  }
  return { present, absent, read };
}

function addWithExtended(path: string, present: Set<string>): void {
  if (present.has(path) || !existsSync(path)) return;
  present.add(path);
  if (path.endsWith("package.json")) return;
  for (const name of extended(read(path))) addWithExtended(locate(name, dirname(path)), present);
}

/** Settings files may hold comments and trailing commas, so this reads the one entry that counts. */
function extended(text: string): string[] {
  const [, value = ""] = /"extends"\s*:\s*("[^"]*"|\[[^\]]*\])/.exec(text) ?? [];
  return [...value.matchAll(/"([^"]*)"/g)].map(([, name = ""]) => name);
}

function locate(name: string, folder: string): string {
  const withEnding = (path: string) =>
    existsSync(path) && path.endsWith(".json") ? path : `${path}.json`;
  if (/^\.{0,2}\//.test(name)) return withEnding(resolve(folder, name));
  const root = packageFolder(packageName(name), folder);
  const rest = name.slice(packageName(name).length + 1);
  if (root === undefined) return join(folder, name);
  return rest === "" ? join(root, "tsconfig.json") : withEnding(join(root, rest));
}

function read(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return "";
  }
}
