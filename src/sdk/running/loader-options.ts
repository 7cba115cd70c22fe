import { packageFiles } from "./package-files.js";

/** How a person's pipeline file is loaded: from their folder, with this package where theirs has none. */
export function loaderOptions(cwd: string) {
  const { library, version } = packageFiles();
  return { cwd, library, version };
}
