// The configuration of a recorded run, value by value, each with the place that it comes from.
import * as z from "zod/mini";
import { JsonRecord } from "../../domain/entities/fields.js";
import type { Json } from "../../domain/entities/fields.js";
import type { Run } from "../../domain/entities/run.js";
import type { GraphStep } from "../../domain/graph.js";
import { ConfigurationLayer } from "./configuration-layers.js";

export interface ValueSource {
  /** `config`: `run({ config })`; `default`: nobody said it. */
  readonly from:
    "default" | "pipeline" | "step" | "file" | "config" | "command line" | "environment";
  /** Of a step: its name. */
  readonly step?: string;
  readonly file?: string;
  /** From 1. */
  readonly line?: number;
  readonly variables?: readonly string[];
}

export interface ExplainedValue {
  /** Undefined: of the pipeline. */
  readonly step?: string;
  /** E.g. `settings.resources.cpu_count`. */
  readonly key: string;
  readonly value: Json;
  readonly source: ValueSource;
}

const Layers = z._default(z.array(ConfigurationLayer), []);

/** The pipeline's values first, then those of each step, in the order of the graph. */
export function explainConfiguration({
  name,
  graph,
  configuration,
}: Pick<Run, "name" | "graph" | "configuration">): readonly ExplainedValue[] {
  const layers = Layers.safeParse(configuration["layers"]).data ?? [];
  const pipeline = {
    run_name: name,
    enable_cache: graph.enable_cache,
    ...(graph.failure_policy === undefined ? {} : { failure_policy: graph.failure_policy }),
    parameters: graph.params,
    settings: graph.settings,
    extra: graph.extra,
  };
  return [
    ...leaves(pipeline).map(({ path, value }) =>
      explained({ path, value, source: sourceOfPipeline(path, value, layers) }),
    ),
    ...graph.steps.flatMap((step) =>
      leaves(stepValues(step)).map(({ path, value }) =>
        explained({ path, value, step, source: sourceOfStep(step, path, { value, layers }) }),
      ),
    ),
  ];
}

function stepValues(step: GraphStep): JsonRecord {
  const { enable_cache, params, settings, extra, outputs } = step;
  const { retry, timeout, isolation, cache, step_operator, experiment_tracker } = step;
  const execution = { retry, timeout, isolation, cache, step_operator, experiment_tracker };
  const chosen = Object.entries(outputs).map(([output, materializer_source]) => [
    output,
    { materializer_source },
  ]);
  const said = Object.entries(execution).filter(([, value]) => value !== undefined);
  return JsonRecord.parse({
    enable_cache,
    parameters: params,
    ...Object.fromEntries(said),
    outputs: Object.fromEntries(chosen),
    settings,
    extra,
  });
}

type Path = readonly string[];

interface Leaf {
  readonly path: Path;
  readonly value: Json;
}

/** Every value that is no record, or an empty one inside a section. */
function leaves(value: Json, path: Path = []): readonly Leaf[] {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return [{ path, value }];
  const entries = Object.entries(value);
  if (entries.length === 0) return path.length > 1 ? [{ path, value }] : [];
  return entries.flatMap(([key, item]) => leaves(item, [...path, key]));
}

function sourceOfPipeline(
  path: Path,
  value: Json,
  layers: readonly ConfigurationLayer[],
): ValueSource {
  const places = layers.filter(({ from }) => from !== "step").map((layer) => ({ layer, path }));
  return strongest(places, value);
}

/** A step's own section in a file is stronger than what a file says of all steps. */
function sourceOfStep(
  step: GraphStep,
  path: Path,
  { value, layers }: { readonly value: Json; readonly layers: readonly ConfigurationLayer[] },
): ValueSource {
  const own = ["steps", step.name, ...path];
  const isOfAll = path[0] !== "parameters" && path[0] !== "outputs";
  const ofAll = isOfAll
    ? layers
        .filter(({ from, name }) => from !== "step" || name === step.step)
        .map((layer) => ({ layer, path }))
    : layers
        .filter(({ from, name }) => from === "step" && name === step.step)
        .map((layer) => ({ layer, path }));
  const ofStep = layers.map((layer) => ({ layer, path: own }));
  return strongest([...ofAll, ...ofStep], value);
}

interface PlaceOfValue {
  readonly layer: ConfigurationLayer;
  readonly path: Path;
}

/** The last place that says this value: one that says another was overruled. */
function strongest(places: readonly PlaceOfValue[], value: Json): ValueSource {
  const isTemplate = places.some(({ path }) => path[0] === "run_name");
  const said = places.findLast(({ layer, path }) => {
    const found = at(layer.values, path);
    return found !== undefined && (isTemplate || JSON.stringify(found) === JSON.stringify(value));
  });
  return said === undefined ? { from: "default" } : sourceOf(said);
}

function sourceOf({ layer, path }: PlaceOfValue): ValueSource {
  const { from, name, file, lines = {}, variables = {} } = layer;
  if (from === "pipeline") return { from };
  if (from === "step") return { from, ...(name === undefined ? {} : { step: name }) };
  if (from === "command_line") return { from: "command line" };
  if (file === undefined) return { from: "config" };
  const key = path.join(".");
  // A value in a line of its parent's, in flow style, is found there.
  const line = path.map((_, depth) => lines[path.slice(0, path.length - depth).join(".")]);
  const found = line.find((one) => one !== undefined);
  const used = variables[key];
  return {
    from: used === undefined ? "file" : "environment",
    file,
    ...(found === undefined ? {} : { line: found }),
    ...(used === undefined ? {} : { variables: used }),
  };
}

function at(values: JsonRecord, path: Path): Json | undefined {
  return path.reduce<Json | undefined>((inner, key) => {
    const isRecord = typeof inner === "object" && inner !== null && !Array.isArray(inner);
    return isRecord && Object.hasOwn(inner, key) ? inner[key] : undefined;
  }, values);
}

interface Explaining extends Leaf {
  readonly step?: GraphStep;
  readonly source: ValueSource;
}

/** Variables whose names tell that nobody else is to read them. */
const SECRET = /PASS|SECRET|TOKEN|CREDENTIAL|(?:^|_)KEY(?:_|$)|APIKEY/i;

function explained({ path, value, step, source }: Explaining): ExplainedValue {
  const isSecret = (source.variables ?? []).some((name) => SECRET.test(name));
  return {
    ...(step === undefined ? {} : { step: step.name }),
    key: path.join("."),
    value: isSecret ? "********" : value,
    source,
  };
}

/** `file run.yaml:12`, `step 'train'`, `environment DATA_DIR (run.yaml:3)`. */
export function sourceText({ from, step, file, line, variables }: ValueSource): string {
  const place = line === undefined ? file : `${file}:${line}`;
  switch (from) {
    case "environment":
      return `environment ${variables?.join(", ") ?? ""} (${place ?? ""})`;
    case "file":
      return `file ${place ?? ""}`;
    case "step":
      return step === undefined ? from : `step '${step}'`;
    case "config":
      return "run({ config })";
    default:
      return from;
  }
}
