// Where settings come from, the strongest first: flag, environment, repository, global.
import { configPaths } from "./paths.js";
import type { ConfigPaths } from "./paths.js";
import { findRepository } from "./repository-file.js";
import type { Repository } from "./repository-file.js";

export type SettingSource = "flag" | "environment" | "repository" | "global" | "default";

export interface Setting {
  readonly value: string;
  readonly source: SettingSource;
  /** The flag, variable or file that said it; null for a default. */
  readonly origin: string | null;
}

export interface SettingFlags {
  readonly profile?: string | undefined;
  readonly project?: string | undefined;
  readonly stack?: string | undefined;
}
export type SettingKind = keyof SettingFlags;

export interface SettingsRequest {
  readonly flags?: SettingFlags;
  readonly env?: NodeJS.ProcessEnv;
  readonly cwd?: string;
  /** Default: false. True leaves out what a repository says. */
  readonly ignoresRepository?: boolean;
}

export interface Layers {
  readonly flags: SettingFlags;
  readonly env: NodeJS.ProcessEnv;
  readonly cwd: string;
  readonly paths: ConfigPaths;
  readonly repository: Repository | undefined;
}

/** Errors: `unknown_setting` and `config_invalid` of the repository. */
export async function readLayers(request: SettingsRequest): Promise<Layers> {
  const { flags = {}, env = process.env, cwd = process.cwd(), ignoresRepository } = request;
  const repository = ignoresRepository === true ? undefined : await findRepository(cwd, env);
  return { flags, env, cwd, paths: configPaths(env), repository };
}

/** What holds for this call or this shell alone. */
export function flagOrVariable(
  kind: SettingKind,
  { flags, env }: Pick<Layers, "flags" | "env">,
): Setting | undefined {
  const flag = flags[kind];
  if (flag !== undefined) return { value: flag, source: "flag", origin: `--${kind}` };
  const origin = variableOf(kind);
  const value = env[origin];
  return value ? { value, source: "environment", origin } : undefined;
}

export function variableOf(kind: SettingKind): string {
  return `ZENML_ACTIVATED_${kind.toUpperCase()}`;
}
