// Makes the code of a person's own flavor ready, and loads it. Runs their code: only on registering a
// flavor and on using one.
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { bundleOf } from "../../runtime/loader/bundle.js";
import type { BundleRecord } from "../../runtime/loader/bundle-record.js";
import { bundleFolder } from "../../runtime/loader/cache-folder.js";
import { projectRoot } from "../../runtime/loader/project-root.js";
import { loadError } from "../../runtime/loader/load-error.js";
import { loadOwnFlavor } from "../../stack/own-flavor.js";
import type { FlavorModule, LoadedFlavor } from "../../stack/own-flavor.js";
import { loaderOptions } from "../running/loader-options.js";
import { findFlavorSource } from "./flavor-source.js";
import type { FlavorSource } from "./flavor-source.js";

interface Prepared {
  readonly module: FlavorModule;
  readonly source: FlavorSource;
  /** The file that a person would look at. */
  readonly file: string;
  readonly projectRoot: string;
  readonly record: Pick<BundleRecord, "inputs">;
}

/** Errors: `not_found`, `pipeline_file_invalid` when it does not compile. */
export async function flavorModule(text: string, cwd: string): Promise<FlavorModule> {
  return (await prepare(text, cwd)).module;
}

async function prepare(text: string, cwd: string): Promise<Prepared> {
  const source = findFlavorSource(text, cwd);
  const { kind, target, exportName } = source;
  const common = { exportName, source: text };
  if (kind === "package") {
    const file = packageModule(target, cwd);
    const module = { ...common, file, isPackage: true };
    const shown = join(cwd, target);
    return { module, source, file: shown, projectRoot: cwd, record: { inputs: [] } };
  }
  const { file, projectRoot, record } = await bundleOf(target, loaderOptions(cwd));
  const module = { ...common, file, isPackage: false };
  return { module, source, file: target, projectRoot, record };
}

/** A module inside of the project, so that a package is found the way the project's code finds it. */
function packageModule(name: string, cwd: string): string {
  const place = join(cwd, `${name.replaceAll("/", "+")}.flavor`);
  const folder = bundleFolder(place, {
    projectRoot: projectRoot(dirname(place)),
    isDebugging: false,
  });
  const file = join(folder, "package.mjs");
  const text = `export * as contents from ${JSON.stringify(name)};\n`;
  if (readOrEmpty(file) !== text) {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
  }
  return file;
}

function readOrEmpty(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return "";
  }
}

export interface FoundFlavor extends LoadedFlavor {
  readonly source: FlavorSource;
}

/** Errors: those of `flavorModule`, `flavor_invalid`, `ambiguous`. */
export async function loadFlavor(text: string, cwd: string): Promise<FoundFlavor> {
  const { module, source, file, projectRoot, record } = await prepare(text, cwd);
  try {
    return { ...(await loadOwnFlavor(module)), source };
  } catch (error) {
    throw loadError(error, { file, projectRoot, cwd, record });
  }
}
