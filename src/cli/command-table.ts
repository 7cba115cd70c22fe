// THE table of commands: what exists, and which module does it. Help, completion and the reference are
// derived from it. Each module is loaded when its command is run.
import * as artifact from "./artifact/specs.js";
import { command } from "./framework/command.js";
import type { CommandTable } from "./framework/help.js";
import { compileSpec } from "./pipeline/compile-spec.js";
import * as pipeline from "./pipeline/specs.js";
import { executeSpec } from "./run/execute-spec.js";
import * as run from "./run/specs.js";
import * as setup from "./setup/specs.js";
import * as stack from "./stack/specs.js";
import * as step from "./step/specs.js";

export const TABLE: CommandTable = {
  nouns: [
    { name: "pipeline", group: "Pipelines and Runs", summary: "Pipelines and their versions" },
    { name: "run", group: "Pipelines and Runs", summary: "Run a pipeline, and read what runs did" },
    { name: "step", group: "Pipelines and Runs", summary: "Steps of runs" },
    { name: "artifact", group: "Pipelines and Runs", summary: "Values that steps wrote" },
    { name: "stack", group: "Stacks", summary: "Stacks to define various environments" },
  ],
  commands: [
    command(pipeline.listSpec, () => import("./pipeline/list.js")),
    command(pipeline.runsSpec, () => import("./pipeline/runs.js")),
    command(pipeline.describeSpec, () => import("./pipeline/describe.js")),
    command(pipeline.deleteSpec, () => import("./pipeline/delete.js")),
    command(compileSpec, () => import("./pipeline/compile.js")),
    command(executeSpec, () => import("./run/execute.js")),
    command(run.listSpec, () => import("./run/list.js")),
    command(run.describeSpec, () => import("./run/describe.js")),
    command(run.logsSpec, () => import("./run/logs.js")),
    command(run.deleteSpec, () => import("./run/delete.js")),
    command(step.listSpec, () => import("./step/list.js")),
    command(step.describeSpec, () => import("./step/describe.js")),
    command(step.whySpec, () => import("./step/why.js")),
    command(artifact.listSpec, () => import("./artifact/list.js")),
    command(artifact.describeSpec, () => import("./artifact/describe.js")),
    command(artifact.readSpec, () => import("./artifact/read.js")),
    command(artifact.openSpec, () => import("./artifact/open.js")),
    command(stack.listSpec, () => import("./stack/list.js")),
    command(stack.getSpec, () => import("./stack/get.js")),
    command(stack.describeSpec, () => import("./stack/describe.js")),
    command(setup.initSpec, () => import("./setup/init.js")),
    command(setup.statusSpec, () => import("./setup/status.js")),
    command(setup.versionSpec, () => import("./setup/version.js")),
    command(setup.completionSpec, () => import("./setup/completion.js")),
  ],
};
