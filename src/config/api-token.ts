import { TOKEN_VARIABLE } from "./config-model.js";
import { readCredentials } from "./credentials.js";
import type { ConfigPaths } from "./paths.js";

/** Undefined: none is known. Errors: `config_invalid`, `forbidden`. */
export function apiToken(
  env: NodeJS.ProcessEnv,
  paths: ConfigPaths,
  profile: string | undefined,
): string | undefined {
  const given = env[TOKEN_VARIABLE]?.trim();
  if (given) return given;
  return profile === undefined ? undefined : readCredentials(paths, profile).token;
}
