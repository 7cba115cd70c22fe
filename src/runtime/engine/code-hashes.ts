import { createHash } from "node:crypto";
import type { CodeIndex, CodeParts } from "../code-index.js";
import type { CompiledPipeline } from "../compiled-pipeline.js";

/** Name of a step definition → hash of its code and of the packages that it imports, as far as both are known. */
export function codeHashes(
  { steps }: Pick<CompiledPipeline, "steps">,
  index: CodeIndex,
): Record<string, string> {
  const hashes = new Map<string, string>();
  for (const definition of steps.values()) {
    if (hashes.has(definition.name)) continue;
    const parts = index.partsOf(definition);
    if (Object.keys(parts.code).length > 0) hashes.set(definition.name, hashOf(parts));
  }
  return Object.fromEntries(hashes);
}

function hashOf({ code, packages }: CodeParts): string {
  const text = JSON.stringify([code, packages].map(sortedEntries));
  return `sha256:${createHash("sha256").update(text).digest("hex")}`;
}

function sortedEntries(hashes: Readonly<Record<string, string>>): readonly (readonly string[])[] {
  return Object.keys(hashes)
    .sort()
    .map((key) => [key, hashes[key] ?? ""]);
}
