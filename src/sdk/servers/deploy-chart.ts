// A server on a cluster, by the Helm chart of this package.
import { existsSync } from "node:fs";
import { join } from "node:path";
import type { ConfigPaths } from "../../config/paths.js";
import { ZenError } from "../../domain/errors.js";
import { runEngine } from "./container-engine.js";
import type { EngineAnswer, EngineRun } from "./container-engine.js";
import { keepDeployment } from "./deployments.js";
import type { Deployment } from "./deployments.js";
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
}

export function chartFolder(): string {
  return join(packageFolder(), "deploy", "helm", "zenml");
}

/** Errors: `invalid_input` where there is no helm, `store_unreachable` with what it said. */
export async function deployChart(
  asked: ChartDeployment,
  paths: Pick<ConfigPaths, "servers">,
): Promise<Deployment> {
  const chart = chartFolder();
  if (!existsSync(chart)) {
    throw new ZenError("invalid_input", `There is no chart at ${chart}.`, {
      hint: "Install the package again.",
    });
  }
  const { name, namespace, patience } = asked;
  const args = [
    ...["upgrade", "--install", name, chart],
    ...["--namespace", namespace, "--create-namespace"],
    ...["--wait", "--atomic", "--timeout", `${patience}s`],
    ...(asked.values === undefined ? [] : ["--values", asked.values]),
    ...valuesOf(asked),
  ];
  const { code, stderr } = await runHelm(args, secretValues(asked));
  if (code !== 0) throw helmError(stderr);
  const deployment: Deployment = {
    name,
    url: null,
    place: { kind: "kubernetes", release: name, namespace },
  };
  keepDeployment(paths, deployment);
  return deployment;
}

/** Errors: `invalid_input` where there is no helm, `store_unreachable` with what it said. */
export async function removeChart(release: string, namespace: string): Promise<void> {
  const args = ["uninstall", release, "--namespace", namespace, "--wait", "--ignore-not-found"];
  const { code, stderr } = await runHelm(args);
  if (code !== 0) throw helmError(stderr);
}

function valuesOf({ image }: ChartDeployment): string[] {
  if (image === undefined) return [];
  const at = image.lastIndexOf(":");
  const hasTag = at > image.lastIndexOf("/");
  const [repository, tag] = hasTag ? [image.slice(0, at), image.slice(at + 1)] : [image, "latest"];
  return ["--set-string", `image.repository=${repository}`, "--set-string", `image.tag=${tag}`];
}

/** Helm reads these from its input: what is typed can be seen by all. */
function secretValues({ storeUrl, password }: ChartDeployment): EngineRun {
  if (storeUrl === undefined && password === undefined) return {};
  const values = {
    ...(storeUrl === undefined ? {} : { store: { url: storeUrl } }),
    ...(password === undefined ? {} : { admin: { password } }),
  };
  return { input: JSON.stringify(values) };
}

async function runHelm(args: readonly string[], run: EngineRun = {}): Promise<EngineAnswer> {
  const all = run.input === undefined ? args : [...args, "--values", "-"];
  try {
    return await runEngine("helm", all, run);
  } catch (cause) {
    throw new ZenError("invalid_input", "There is no helm on this machine.", {
      hint: `Install it (https://helm.sh), or hand the chart to whoever has it: ${chartFolder()}`,
      cause,
    });
  }
}

function helmError(stderr: string): ZenError {
  const said = stderr.trim().split("\n").slice(-5).join("\n  ");
  return new ZenError("store_unreachable", `helm says:\n  ${said}`, {
    hint: "Check that kubectl reaches the cluster: kubectl get nodes",
  });
}
