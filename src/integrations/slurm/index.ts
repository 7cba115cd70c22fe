// The Slurm integration: only what its flavors are configured with. Nodes see the same files as the
// machine that submits, so neither flavor is of one place alone.
import * as z from "zod/mini";
import type { Flavor } from "../../stack/flavor.js";
import { optional, options, text, yesNo } from "../../stack/schema/fields.js";

export const flavors: readonly Flavor[] = [
  {
    name: "slurm",
    type: "orchestrator",
    description: "Runs each step as a job of a Slurm cluster, in the order of the graph.",
    local: false,
    remote: false,
    config: z.strictObject({
      partition: optional(text("Partition that jobs are queued in; default: that of the cluster")),
      account: optional(text("Account that jobs are billed to")),
      ssh_host: optional(text("Login node to submit from over ssh; default: this machine")),
      work_dir: optional(text("Folder that this machine and the nodes share")),
      sbatch_options: optional(options("Further options of sbatch, by name")),
      synchronous: yesNo("Wait until a run has ended", true),
    }),
  },
  {
    name: "slurm",
    type: "step_operator",
    description: "Runs single steps as jobs of a Slurm cluster.",
    local: false,
    remote: false,
    config: z.strictObject({
      partition: optional(text("Partition that jobs are queued in; default: that of the cluster")),
      account: optional(text("Account that jobs are billed to")),
      ssh_host: optional(text("Login node to submit from over ssh; default: this machine")),
      work_dir: optional(text("Folder that this machine and the nodes share")),
      sbatch_options: optional(options("Further options of sbatch, by name")),
    }),
  },
];
