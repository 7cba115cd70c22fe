// What some kinds can do beyond what all of them can, once a flavor does it.
import type { ComponentType } from "../../domain/entities/component.js";
import type { ArgSpec, FlagSpecs } from "../framework/command.js";

export interface KindVerb {
  /** Below the noun. */
  readonly path: readonly string[];
  readonly summary: string;
  readonly args?: readonly ArgSpec[];
  readonly flags?: FlagSpecs;
  /** Takes further words for whatever does it. */
  readonly attributes?: true;
}

const DATASET = [{ name: "dataset", summary: "Name of the dataset" }] as const;
const MODEL = [{ name: "model", summary: "UUID of the served model" }] as const;
const TIMEOUT = {
  kind: "number",
  short: "t",
  default: 300,
  minimum: 0,
  placeholder: "SECONDS",
  summary: "How long to wait for it",
} as const;
const STOPPING = {
  timeout: TIMEOUT,
  yes: { kind: "boolean", short: "y", summary: "Do not wait for what is under way" },
  force: { kind: "boolean", short: "f", hidden: true, summary: "Old spelling of --yes" },
} as const;

export const KIND_VERBS: { readonly [Type in ComponentType]?: readonly KindVerb[] } = {
  annotator: [
    { path: ["dataset", "list"], summary: "List the available datasets" },
    { path: ["dataset", "stats"], summary: "Display statistics about a dataset", args: DATASET },
    {
      path: ["dataset", "delete"],
      summary: "Delete a dataset",
      args: DATASET,
      flags: { all: { kind: "boolean", short: "a", summary: "Delete all datasets" } },
    },
    {
      path: ["dataset", "annotate"],
      summary: "Launch the annotation interface for a dataset",
      args: DATASET,
      attributes: true,
    },
  ],
  feature_store: [
    { path: ["feature", "get-data-sources"], summary: "Get all data sources" },
    { path: ["feature", "get-entities"], summary: "Get all entities" },
    { path: ["feature", "get-feature-services"], summary: "Get all feature services" },
    { path: ["feature", "get-feature-views"], summary: "Get all feature views" },
    { path: ["feature", "get-project"], summary: "Get the current project name" },
    { path: ["feature", "get-feast-version"], summary: "Get the Feast version in use" },
  ],
  model_deployer: [
    {
      path: ["models", "list"],
      summary: "List the served models",
      flags: {
        pipeline: { kind: "text", short: "p", summary: "Deployed by this pipeline" },
        step: { kind: "text", short: "s", summary: "Deployed by this step" },
        "pipeline-run": { kind: "text", short: "r", summary: "Deployed by this run" },
        model: { kind: "text", short: "m", summary: "Versions of this model" },
        running: { kind: "boolean", summary: "Those that are running" },
      },
    },
    { path: ["models", "describe"], summary: "Describe a served model", args: MODEL },
    { path: ["models", "get-url"], summary: "Print where a model answers", args: MODEL },
    {
      path: ["models", "start"],
      summary: "Start a model's server",
      args: MODEL,
      flags: { timeout: TIMEOUT },
    },
    { path: ["models", "stop"], summary: "Stop a model's server", args: MODEL, flags: STOPPING },
    {
      path: ["models", "delete"],
      summary: "Delete a model's server",
      args: MODEL,
      flags: STOPPING,
    },
    {
      path: ["models", "logs"],
      summary: "Show the logs of a model's server",
      args: MODEL,
      flags: {
        follow: { kind: "boolean", short: "f", summary: "Go on with what is added" },
        tail: { kind: "number", short: "t", minimum: 1, summary: "The last lines alone" },
        raw: { kind: "boolean", short: "r", summary: "As they were written" },
      },
    },
  ],
};
