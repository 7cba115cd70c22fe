// The key under which a step's outputs are found again. Pure: knows neither stores nor runs. Not in
// it: pipeline, invocation and position, so that equal steps share their outputs.
import type { CacheParts } from "../domain/cache-parts.js";
import type { Json, JsonRecord } from "../domain/entities/fields.js";
import { canonicalJson, sha256 } from "../util/content-hash.js";
import type { CodeParts } from "./code-index.js";
import type { Declared } from "./declared/declared-hashes.js";

type Hashes = Readonly<Record<string, string>>;

export interface CachePartsInput {
  /** Name of the step definition. */
  readonly definition: string;
  readonly code: CodeParts;
  readonly params: JsonRecord;
  /** Input name → content hash of the artifact, or `literalHash` of the value. */
  readonly inputs: Hashes;
  /** Output name → materializer. */
  readonly outputs: Hashes;
  /** Declared files and environment variables. */
  readonly declared?: Declared | undefined;
}

/** Longer values of params are kept as a hash. */
const LONG_TEXT = 200;

export function makeCacheParts(input: CachePartsInput): CacheParts {
  const params = Object.entries(input.params).map(([name, value]) => [name, paramText(value)]);
  return {
    step: input.definition,
    code: input.code.code,
    packages: input.code.packages,
    params: Object.fromEntries(params),
    inputs: input.inputs,
    outputs: input.outputs,
    declared: input.declared?.hashes ?? {},
    uncacheable: input.code.uncacheable ?? input.declared?.uncacheable ?? null,
  };
}

/** Null: the step is never served from the cache. */
export function cacheKey(parts: CacheParts): string | null {
  if (parts.uncacheable !== null) return null;
  const { step, code, packages, params, inputs, outputs, declared } = parts;
  const records = [code, packages, params, inputs, outputs, declared].map(sortedEntries);
  return sha256(JSON.stringify([step ?? "", ...records]));
}

/** Identifies a value that the wiring gives literally. */
export function literalHash(value: Json): string {
  return `literal:${sha256(canonicalJson(value))}`;
}

function paramText(value: Json): string {
  const text = canonicalJson(value);
  return text.length > LONG_TEXT ? `sha256:${sha256(text)}` : text;
}

/** Sorted by code units: no locale changes the order. */
function sortedEntries(hashes: Hashes): readonly string[] {
  const flat: string[] = [];
  for (const key of Object.keys(hashes).sort()) flat.push(key, hashes[key] ?? "");
  return flat;
}
