// What else a step said that its outputs depend on: files and environment variables, as hashes. Values
// of variables are never kept, since they may be secrets.
import { createHash } from "node:crypto";
import type { CacheSettings } from "../../domain/graph.js";
import { fileHashesOf } from "./declared-files.js";
import { FileHashes } from "./file-hashes.js";

export interface DeclaredPlace {
  /** The folder that files are named relative to. */
  readonly root: string;
  readonly env: NodeJS.ProcessEnv;
  /** Shared by the steps of a run, so that a file is hashed once for all of them. */
  readonly known?: FileHashes;
}

export interface Declared {
  /** `file NAME` or `environment NAME` → hash, or a word where there is nothing to hash. */
  readonly hashes: Readonly<Record<string, string>>;
  /** Why not all of it is known, so that the step must not be served from the cache; else null. */
  readonly uncacheable: string | null;
}

const NOTHING: Declared = { hashes: {}, uncacheable: null };

/** Never rejects: what cannot be read makes the step one that is not served from the cache. */
export async function declaredHashes(
  settings: Pick<CacheSettings, "files" | "environment"> | undefined,
  { root, env, known = new FileHashes() }: DeclaredPlace,
): Promise<Declared> {
  const { files = [], environment = [] } = settings ?? {};
  if (files.length === 0 && environment.length === 0) return NOTHING;
  const hashes = new Map<string, string>();
  const problems: string[] = [];
  for (const name of environment) hashes.set(`environment ${name}`, hashOfVariable(name, env));
  for (const file of files) {
    try {
      const found = await fileHashesOf(file, root, known);
      for (const [name, hash] of found) hashes.set(`file ${name}`, hash);
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      problems.push(`its declared file '${file}' cannot be read (${reason})`);
    }
  }
  return { hashes: Object.fromEntries(hashes), uncacheable: problems[0] ?? null };
}

/** The name is hashed too: equal values of two variables are not to be recognised. */
function hashOfVariable(name: string, env: NodeJS.ProcessEnv): string {
  const value = env[name];
  if (value === undefined) return "not set";
  return `sha256:${createHash("sha256").update(`${name}\0${value}`).digest("hex")}`;
}
