import type { ConfigPaths } from "../../config/paths.js";
import { deployments } from "../../sdk/servers/deployments.js";

/** The one server that was deployed from this machine; undefined where there is none, or several. */
export function serverToConnect(paths: ConfigPaths): string | undefined {
  const [first, ...others] = deployments(paths);
  return others.length === 0 ? (first?.url ?? undefined) : undefined;
}
