// The bundle of a person's file: the one kept from the last time while nothing changed, else a new one.
import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { CodeIndex } from "../code-index.js";
import { codeIndex } from "../code/code-index.js";
import { CodeIndexData, unknownCode } from "../code/code-index-data.js";
import { beginBundling } from "./build/begin-bundling.js";
import { readFreshRecord } from "./bundle-record.js";
import type { BundleRecord } from "./bundle-record.js";
import { bundleFolder } from "./cache-folder.js";
import { isDebuggerOpen } from "./debugger.js";
import { projectRoot } from "./project-root.js";

export interface LoaderOptions {
  /** The folder that files are named relative to. */
  readonly cwd: string;
  /** Version of this package: another one bundles anew. */
  readonly version: string;
  /** What `import "zenml"` loads where the project does not have the package. */
  readonly library?: string | undefined;
  /** Where bundles are kept; default: below the nearest node_modules, else in the project's `.zen/cache`. */
  readonly cacheFolder?: string | undefined;
  /** Told at once which kept bundle will be loaded, or that there is none and a new one is made. */
  readonly onFound?: ((bundleFile: string | undefined) => void) | undefined;
  /** Told the bundle that will be loaded, as soon as it is there. */
  readonly onMade?: ((bundleFile: string) => void) | undefined;
  /** Default: whether a debugger can attach. */
  readonly isDebugging?: boolean | undefined;
}

export interface Bundle {
  readonly record: BundleRecord;
  /** Absolute. */
  readonly file: string;
  readonly projectRoot: string;
}

/** Errors: `pipeline_file_invalid` when the file does not compile. */
export async function bundleOf(file: string, options: LoaderOptions): Promise<Bundle> {
  const root = projectRoot(dirname(file));
  const isDebugging = options.isDebugging ?? isDebuggerOpen();
  const { cacheFolder, cwd, version, library } = options;
  const folder = bundleFolder(file, { projectRoot: root, cacheFolder, isDebugging });
  const known = readFreshRecord(folder, version);
  const kept = known === undefined ? undefined : join(folder, known.bundle);
  if (known !== undefined && kept !== undefined) {
    options.onFound?.(kept);
    options.onMade?.(kept);
    return { record: known, file: kept, projectRoot: root };
  }
  // First what others work on meanwhile: the bundler, what the caller starts.
  const begun = Date.now();
  const bundling = beginBundling({ file, folder, projectRoot: root });
  options.onFound?.(undefined);
  const { buildBundle } = await import("./build/build-bundle.js");
  const project = { projectRoot: root, cwd, version, library };
  const record = await buildBundle({ file, folder, ...project, begun, bundling });
  const made = join(folder, record.bundle);
  options.onMade?.(made);
  return { record, file: made, projectRoot: root };
}

/** `isExecuted`: whether the bundle is what runs, or was only made to read the code. */
export function codeOf(
  bundle: Bundle,
  { isExecuted }: { readonly isExecuted: boolean },
): CodeIndex {
  const folder = dirname(bundle.file);
  return codeIndex(() => readIndex(join(folder, bundle.record.index)), {
    bundleFile: isExecuted ? bundle.file : undefined,
    projectRoot: bundle.projectRoot,
    packagesFrom: folder,
  });
}

function readIndex(path: string): CodeIndexData {
  try {
    const parsed = CodeIndexData.safeParse(JSON.parse(readFileSync(path, "utf8")));
    if (parsed.success) return parsed.data;
  } catch {
    // Said below, like any other damage.
  }
  return unknownCode(`the analysis of its code in '${path}' cannot be read; delete that folder`);
}
