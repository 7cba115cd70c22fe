import { compile } from "../../runtime/compile.js";
import { loadPipelineFile } from "../../runtime/loader/load-pipeline-file.js";
import { projectRoot } from "../../runtime/loader/project-root.js";
import type { Handler } from "../framework/command.js";
import { loaderOptions } from "../../sdk/running/loader-options.js";
import { readParams, readRunConfiguration } from "../run/read-params.js";
import type { compileSpec } from "./compile-spec.js";

export const handler: Handler<typeof compileSpec> = async (args, flags, { io, output }) => {
  const module = await loadPipelineFile(args.file, loaderOptions(io.cwd));
  const { graph } = await compile(module.pipeline, {
    params: readParams(flags.param),
    config: (await readRunConfiguration(flags.config, io)).configuration,
    projectRoot: projectRoot(io.cwd),
  });
  await output.answer(JSON.stringify(graph, null, 2), graph);
};
