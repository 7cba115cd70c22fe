// A server on a cluster, by the Helm chart of this package.
import { existsSync } from "node:fs";
import { join } from "node:path";
import type { ConfigPaths } from "../../config/paths.js";
import { ZenError, isZenError } from "../../domain/errors.js";
import { clusterError, currentCluster, helm, kubectl, kubectlText } from "./cluster/cluster.js";
import type { Cluster } from "./cluster/cluster.js";
import { claimsOf, readRelease, selectorOf } from "./cluster/release.js";
import { restoreRelease } from "./cluster/restore-release.js";
import { waitForRelease } from "./cluster/wait-for-release.js";
import type { EngineRun } from "./container-engine.js";
import { forgetDeployment, keepDeployment, refuseOtherPlace } from "./deployments.js";
import type { Deployment } from "./deployments.js";
import { tokenIn } from "./first-login.js";
import { packageFolder } from "./server-image.js";

export interface ChartDeployment {
  readonly name: string;
  readonly namespace: string;
  /** `repository:tag`. */
  readonly image?: string | undefined;
  /** File with values of the chart. */
  readonly values?: string | undefined;
  readonly storeUrl?: string | undefined;
  readonly password?: string | undefined;
  /** Seconds. */
  readonly patience: number;
  readonly notice: (text: string) => void;
}

export interface ChartDeployed {
  readonly deployment: Deployment;
  /** How it is reached, as the chart tells. */
  readonly notes: string;
  /** With which the admin chooses his password, once; undefined: he has one. */
  readonly activationToken: string | undefined;
}

export function chartFolder(): string {
  return join(packageFolder(), "deploy", "helm", "zenml");
}

/**
 * What an earlier deployment of the name set stays, where nothing else is said. Errors: `invalid_input` where
 * there is no helm or kubectl, `entity_exists`, `store_unreachable` with what keeps it from running.
 */
export async function deployChart(
  asked: ChartDeployment,
  paths: Pick<ConfigPaths, "servers">,
): Promise<ChartDeployed> {
  const { name, namespace } = asked;
  const cluster = await currentCluster(namespace);
  const place = { kind: "kubernetes", release: name, ...cluster } as const;
  const deployment: Deployment = { name, url: null, place };
  refuseOtherPlace(paths, deployment);
  const before = await readRelease(cluster, name);
  // Before anything is there: whoever is cut short here can still destroy it.
  keepDeployment(paths, deployment);
  const { code, stderr, stdout } = await helm(cluster, upgradeArguments(asked), secrets(asked));
  if (code !== 0) {
    await restoreRelease(cluster, name, before);
    if (before.revision === undefined) forgetDeployment(paths, name);
    throw clusterError("helm", stderr, { NAME: name, CHART: chartFolder() });
  }
  try {
    await waitForRelease(cluster, name, { before, ...asked });
  } catch (error) {
    if (!isZenError(error)) throw error;
    const outcome = await restoreRelease(cluster, name, before);
    if (before.revision === undefined) forgetDeployment(paths, name);
    const { code: kind, message, details } = error;
    throw new ZenError(kind, message, {
      hint: `${outcome} Correct what it says, and deploy again.`,
      details,
      cause: error,
    });
  }
  const [, notes = ""] = stdout.split(/^NOTES:\n/m);
  return { deployment, notes: notes.trim(), activationToken: await firstLogin(cluster, name) };
}

/** What stays of a release that was taken down. */
export interface ChartLeft {
  /** Volumes with its data. */
  readonly claims: readonly string[];
}

/** Errors: `invalid_input` where there is no helm or kubectl, `store_unreachable` with what it said. */
export async function removeChart(
  release: string,
  cluster: Cluster,
  { volumes }: { readonly volumes: boolean },
): Promise<ChartLeft> {
  const args = ["uninstall", release, "--wait", "--cascade", "foreground", "--ignore-not-found"];
  const { code, stderr } = await helm(cluster, args);
  if (code !== 0) throw clusterError("helm", stderr, { NAME: release });
  const claims = await claimsOf(cluster, release);
  if (!volumes || claims.length === 0) return { claims };
  await kubectlText(cluster, ["delete", "persistentvolumeclaims", ...claims]);
  return { claims: [] };
}

function upgradeArguments({ name, image, values }: ChartDeployment): string[] {
  const chart = chartFolder();
  if (!existsSync(chart)) {
    throw new ZenError("invalid_input", `There is no chart at ${chart}.`, {
      hint: "Install the package again.",
    });
  }
  return [
    ...["upgrade", "--install", name, chart, "--create-namespace", "--reset-then-reuse-values"],
    ...(values === undefined ? [] : ["--values", values]),
    ...imageValues(image),
    ...["--values", "-"],
  ];
}

function imageValues(image: string | undefined): string[] {
  if (image === undefined) return [];
  const at = image.lastIndexOf(":");
  const hasTag = at > image.lastIndexOf("/");
  const [repository, tag] = hasTag ? [image.slice(0, at), image.slice(at + 1)] : [image, "latest"];
  return ["--set-string", `image.repository=${repository}`, "--set-string", `image.tag=${tag}`];
}

/** Helm reads these from its input: what is typed can be seen by all. */
function secrets({ storeUrl, password }: ChartDeployment): EngineRun {
  const values = {
    ...(storeUrl === undefined ? {} : { store: { url: storeUrl } }),
    ...(password === undefined ? {} : { admin: { password } }),
  };
  return { input: JSON.stringify(values) };
}

async function firstLogin(cluster: Cluster, name: string): Promise<string | undefined> {
  const asked = ["logs", "--selector", selectorOf(name), "--tail", "-1"];
  const { stdout } = await kubectl(cluster, asked);
  return tokenIn(stdout.split("\n"));
}
