import { writeFile } from "node:fs/promises";
import { resolve } from "node:path";
import { ZenError } from "../../domain/errors.js";
import { compile } from "../../runtime/compile.js";
import { loadPipelineFile } from "../../runtime/loader/load-pipeline-file.js";
import { projectRoot } from "../../runtime/loader/project-root.js";
import { configurationTemplate } from "../../sdk/configuration/configuration-template.js";
import { loaderOptions } from "../../sdk/running/loader-options.js";
import type { Handler } from "../framework/command.js";
import { readParams } from "../run/read-params.js";
import type { templateSpec } from "./template-spec.js";

export const handler: Handler<typeof templateSpec> = async (args, flags, { io, output }) => {
  const module = await loadPipelineFile(args.file, loaderOptions(io.cwd));
  const params = readParams(flags.param);
  const compiled = await compile(module.pipeline, { params, projectRoot: projectRoot(io.cwd) });
  const template = configurationTemplate(compiled);
  if (flags.file === undefined) return output.answer(template.trimEnd(), { template });
  await writeNew(resolve(io.cwd, flags.file), template, flags.file);
  await output.answer(`Wrote ${flags.file}.`, { file: flags.file });
};

async function writeNew(path: string, text: string, shown: string): Promise<void> {
  await writeFile(path, text, { flag: "wx" }).catch((cause: unknown) => {
    const isThere = cause instanceof Error && "code" in cause && cause.code === "EEXIST";
    throw new ZenError(
      isThere ? "entity_exists" : "invalid_input",
      isThere ? `The file '${shown}' exists already.` : `The file '${shown}' cannot be written.`,
      { hint: "Give another path with -o.", cause },
    );
  });
}
