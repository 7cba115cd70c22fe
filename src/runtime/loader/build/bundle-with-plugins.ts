// The only file that loads the bundler's library, which knows plugins; the program alone is quicker.
import { join } from "node:path";
import { build } from "esbuild";
import { BUNDLER_OPTIONS, META_DEFINES } from "./bundler-options.js";
import { absoluteSources } from "./built.js";
import type { Built } from "./built.js";
import { compileError } from "./compile-error.js";
import { modulePlugin } from "./module-plugin.js";

export interface PluginsOptions {
  readonly file: string;
  readonly folder: string;
  readonly projectRoot: string;
  readonly cwd: string;
  readonly library: string | undefined;
}

/** Errors: `pipeline_file_invalid` with all that the bundler complains about. */
export async function bundleWithPlugins(options: PluginsOptions): Promise<Built> {
  const contents = new Map<string, Uint8Array>();
  const plugin = modulePlugin({
    bundleFolder: options.folder,
    library: options.library,
    onRead: (path, content) => contents.set(path, content),
  });
  const outfile = join(options.folder, "bundle.mjs");
  try {
    const { outputFiles, metafile } = await build({
      ...{ entryPoints: [options.file], outfile, absWorkingDir: options.projectRoot },
      ...{ ...BUNDLER_OPTIONS, conditions: [], write: false, metafile: true },
      ...{ define: META_DEFINES, plugins: [plugin] },
    });
    const output = (end: string) => outputFiles.find(({ path }) => path.endsWith(end))?.text ?? "";
    const map = absoluteSources(JSON.parse(output(".map")), options.folder);
    return { text: output(".mjs"), map, metafile, contents };
  } catch (error) {
    throw compileError(error, options);
  }
}
