// Takes back a deployment that came to nothing: what ran before runs again, or nothing is left.
import { helm, kubectl } from "./cluster.js";
import type { Cluster } from "./cluster.js";
import { claimsOf, revisionOf } from "./release.js";
import type { ReleaseBefore } from "./release.js";

/** What became of it, in a sentence. It does not throw: there is an error already. */
export async function restoreRelease(
  cluster: Cluster,
  name: string,
  before: ReleaseBefore,
): Promise<string> {
  try {
    return await restore(cluster, name, before);
  } catch (error) {
    return `It could not be taken back: ${error instanceof Error ? error.message : String(error)}`;
  }
}

async function restore(
  cluster: Cluster,
  name: string,
  { revision, claims }: ReleaseBefore,
): Promise<string> {
  if ((await revisionOf(cluster, name)) === revision) return "Nothing was changed.";
  const isNew = revision === undefined;
  const args = isNew
    ? ["uninstall", name, "--wait", "--cascade", "foreground"]
    : ["rollback", name, String(revision)];
  const { code, stderr } = await helm(cluster, args);
  if (code !== 0) return `It could not be taken back: ${stderr.trim()}`;
  if (!isNew) return "What ran before is put back.";
  const made = (await claimsOf(cluster, name)).filter((claim) => !claims.includes(claim));
  if (made.length > 0) await kubectl(cluster, ["delete", "persistentvolumeclaims", ...made]);
  return "Nothing but the namespace was left behind.";
}
