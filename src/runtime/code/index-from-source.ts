// The code of a pipeline that runs as it is, not from a bundle: its file is bundled only to be read.
import { existsSync, realpathSync, statSync } from "node:fs";
import { relative } from "node:path";
import type { CodeIndex } from "../code-index.js";
import type { PipelineDefinition } from "../definition.js";
import { bundleOf, codeOf } from "../loader/bundle.js";
import type { Bundle, LoaderOptions } from "../loader/bundle.js";
import { originalPosition } from "../tracing/original-position.js";
import { unreadableCode } from "./code-index.js";

const SETTINGS = /[\\/](?:package|[jt]sconfig[^\\/]*)\.json$/;

/** Never rejects: code that cannot be read is code that is never served from the cache. */
export async function indexFromSource(
  definition: Pick<PipelineDefinition, "name" | "source">,
  options: LoaderOptions,
): Promise<CodeIndex> {
  const file = sourceFile(definition);
  if (file === undefined) {
    return unreadableCode(`the file of pipeline '${definition.name}' is not known`);
  }
  try {
    const bundle = await bundleOf(realpathSync(file), options);
    const changed = changedSinceStart(bundle);
    if (changed === undefined) return codeOf(bundle, { isExecuted: false });
    const name = relative(options.cwd, changed);
    return unreadableCode(`'${name}' was changed after this process had loaded it; start it again`);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return unreadableCode(`'${relative(options.cwd, file)}' could not be read as code (${reason})`);
  }
}

function sourceFile({ source }: Pick<PipelineDefinition, "source">): string | undefined {
  if (source === null) return undefined;
  const { file } = originalPosition(source);
  return [file, source.file].find((path) => existsSync(path));
}

/** What runs was read when the process started; a file changed since then is not what runs. */
function changedSinceStart({ record }: Bundle): string | undefined {
  const changed = record.inputs.find(([path]) => {
    if (SETTINGS.test(path)) return false;
    const stats = statSync(path, { throwIfNoEntry: false });
    return stats === undefined || stats.mtimeMs > performance.timeOrigin;
  });
  return changed?.[0];
}
