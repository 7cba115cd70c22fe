// A cluster, as helm and kubectl reach it: by their command lines alone. Knows nothing of what is deployed there.
import { ZenError } from "../../../domain/errors.js";
import { runEngine } from "../container-engine.js";
import type { EngineAnswer, EngineRun } from "../container-engine.js";

export interface Cluster {
  readonly namespace: string;
  /** A name of the kubeconfig; undefined: there is none, as inside a cluster. */
  readonly context?: string | undefined;
}

const PAGES = { helm: "https://helm.sh", kubectl: "https://kubernetes.io/docs/tasks/tools" };

/** The context that is current now: later it may be another one. Errors: `invalid_input` without kubectl. */
export async function currentCluster(namespace: string): Promise<Cluster> {
  const asked = ["config", "current-context"];
  const { code, stdout } = await run("kubectl", asked);
  const context = process.env["HELM_KUBECONTEXT"] || (code === 0 ? stdout.trim() : "");
  return context === "" ? { namespace } : { namespace, context };
}

/** Errors: `invalid_input` where there is no helm. */
export function helm(
  { namespace, context }: Cluster,
  args: readonly string[],
  options: EngineRun = {},
): Promise<EngineAnswer> {
  const place = context === undefined ? [] : ["--kube-context", context];
  return run("helm", [...args, "--namespace", namespace, ...place], options);
}

/** Errors: `invalid_input` where there is no kubectl. */
export function kubectl(
  { namespace, context }: Cluster,
  args: readonly string[],
  { seconds = 15 }: { readonly seconds?: number } = {},
): Promise<EngineAnswer> {
  const place = context === undefined ? [] : ["--context", context];
  // A deletion is waited for, an answer only so long.
  const patience =
    args[0] === "delete" ? ["--timeout", "60s"] : ["--request-timeout", `${seconds}s`];
  return run("kubectl", [...args, "--namespace", namespace, ...place, ...patience]);
}

/** Errors: `store_unreachable` with what kubectl said. */
export async function kubectlText(cluster: Cluster, args: readonly string[]): Promise<string> {
  const { code, stdout, stderr } = await kubectl(cluster, args);
  if (code !== 0) throw clusterError("kubectl", stderr);
  return stdout;
}

/** Kubernetes' programs tell their tries one by one; the last line is what it came to. */
export function clusterError(
  program: keyof typeof PAGES,
  stderr: string,
  names: Readonly<Record<string, string>> = {},
): ZenError {
  const lines = stderr
    .split("\n")
    .filter((line) => line.trim() !== "" && !/^[EWI]\d{4} /.test(line));
  const said = lines.slice(-5).join("\n  ");
  return new ZenError("store_unreachable", `${program} says:\n  ${said}`, {
    hint: hintFor(stderr).replaceAll(/\b[A-Z]{4,}\b/g, (word) => names[word] ?? word),
  });
}

const HINTS: readonly (readonly [RegExp, string])[] = [
  [
    /another operation .* is in progress/,
    "If nobody else is at it, one was cut short: helm history NAME, then helm rollback NAME, or helm uninstall NAME",
  ],
  [
    /values don't meet the specifications|parse error|cannot unmarshal|is missing|execution error/,
    "Correct the values; helm show values CHART lists them. Nothing was changed.",
  ],
  [
    /context .* does not exist/,
    "Name the file that knows the cluster in KUBECONFIG: kubectl config get-contexts",
  ],
  [/unauthorized|forbidden/i, "Ask who runs the cluster for the right to do this."],
];

function hintFor(stderr: string): string {
  const found = HINTS.find(([said]) => said.test(stderr));
  return found?.[1] ?? "Check that kubectl reaches the cluster: kubectl get nodes";
}

async function run(
  program: keyof typeof PAGES,
  args: readonly string[],
  options: EngineRun = {},
): Promise<EngineAnswer> {
  try {
    return await runEngine(program, args, options);
  } catch (cause) {
    throw new ZenError("invalid_input", `There is no ${program} on this machine.`, {
      hint: `Install it: ${PAGES[program]}`,
      cause,
    });
  }
}
