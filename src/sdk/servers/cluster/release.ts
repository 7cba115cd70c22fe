// One release of the chart on a cluster: what belongs to it, whether it runs, how it gets there and away.
import * as z from "zod/mini";
import { Pod, Warning, podTroubles } from "./pod-trouble.js";
import type { Trouble } from "./pod-trouble.js";
import { clusterError, helm, kubectl, kubectlText } from "./cluster.js";
import type { Cluster } from "./cluster.js";

export interface ReleaseBefore {
  /** Undefined: there was none. */
  readonly revision: number | undefined;
  /** Ids of its pods, whose troubles are not those of what comes. */
  readonly pods: ReadonlySet<string>;
  /** Volumes that held data then. */
  readonly claims: readonly string[];
}

/** Of one pod, or of the deployment where there is none yet. */
export interface TroubleAt extends Trouble {
  readonly pod?: string;
}

export interface ReleaseState {
  readonly isReady: boolean;
  readonly pods: readonly string[];
  readonly troubles: readonly TroubleAt[];
}

const Claim = z.object({ metadata: z.object({ name: z.string() }) });
const Deployed = z.object({
  metadata: z.object({ generation: z.number() }),
  spec: z.object({ replicas: z.number() }),
  status: z.object({
    observedGeneration: z._default(z.number(), 0),
    replicas: z._default(z.number(), 0),
    updatedReplicas: z._default(z.number(), 0),
    availableReplicas: z._default(z.number(), 0),
    conditions: z._default(
      z.array(
        z.object({ type: z.string(), status: z.string(), message: z._default(z.string(), "") }),
      ),
      [],
    ),
  }),
});
const Listed = z.object({ items: z.array(z.looseObject({ kind: z.string() })) });

/** Errors: `store_unreachable` with what the cluster said. */
export async function readRelease(cluster: Cluster, name: string): Promise<ReleaseBefore> {
  const items = await listed(cluster, "pods,persistentvolumeclaims", name);
  return {
    revision: await revisionOf(cluster, name),
    pods: new Set(ofKind(items, "Pod", Pod).map(({ metadata }) => metadata.uid)),
    claims: claimsIn(items),
  };
}

/** Volumes of its own, also after it has gone. */
export async function claimsOf(cluster: Cluster, name: string): Promise<readonly string[]> {
  return claimsIn(await listed(cluster, "persistentvolumeclaims", name));
}

export async function lookAtRelease(
  cluster: Cluster,
  name: string,
  { pods: old }: Pick<ReleaseBefore, "pods">,
): Promise<ReleaseState> {
  const [items, told] = await Promise.all([
    listed(cluster, "deployments,pods", name),
    kubectlText(cluster, ["get", "events", "--field-selector", "type=Warning", "-o", "json"]),
  ]);
  const warnings = ofKind(Listed.parse(JSON.parse(told)).items, "Event", Warning);
  const pods = ofKind(items, "Pod", Pod).filter(
    ({ metadata }) => !old.has(metadata.uid) && metadata.deletionTimestamp === undefined,
  );
  const deployed = ofKind(items, "Deployment", Deployed);
  return {
    isReady: deployed.length > 0 && deployed.every(isReady),
    pods: pods.map(({ metadata }) => metadata.name),
    troubles: [
      ...deployed.flatMap(refusals),
      ...pods.flatMap((pod) =>
        podTroubles(pod, warnings).map((one) => ({ ...one, pod: pod.metadata.name })),
      ),
    ],
  };
}

/** Why it does not run, in words; undefined: it does. For whoever looks at many, so it asks once, shortly. */
export async function releaseTrouble(cluster: Cluster, name: string): Promise<string | undefined> {
  const { namespace } = cluster;
  const query = `labelSelector=${encodeURIComponent(selectorOf(name))}`;
  const path = `/apis/apps/v1/namespaces/${namespace}/deployments?${query}`;
  const answer = await kubectl(cluster, ["get", "--raw", path], { seconds: 2 }).catch(
    () => undefined,
  );
  if (answer === undefined) return "there is no kubectl to ask its cluster with";
  if (answer.code !== 0) return "its cluster does not answer: kubectl get nodes";
  const { items } = z.object({ items: z.array(Deployed) }).parse(JSON.parse(answer.stdout));
  if (items.length === 0) return `it is not there any more: zenml destroy --name ${name}`;
  if (items.every(isReady)) return undefined;
  return `it is not ready: kubectl --namespace ${namespace} get pods`;
}

/** Undefined: there is none of that name. Errors: `store_unreachable` with what helm said. */
export async function revisionOf(cluster: Cluster, name: string): Promise<number | undefined> {
  const { code, stdout, stderr } = await helm(cluster, ["status", name, "--output", "json"]);
  if (code === 0) return z.object({ version: z.number() }).parse(JSON.parse(stdout)).version;
  if (stderr.includes("release: not found")) return undefined;
  throw clusterError("helm", stderr);
}

type Deployed = z.infer<typeof Deployed>;

function isReady({ metadata, spec, status }: Deployed): boolean {
  return (
    status.observedGeneration >= metadata.generation &&
    [status.replicas, status.updatedReplicas, status.availableReplicas].every(
      (count) => count === spec.replicas,
    )
  );
}

/** The cluster makes no pod at all: a quota, or a policy. */
function refusals({ status }: Deployed): readonly Trouble[] {
  return status.conditions
    .filter((one) => one.type === "ReplicaFailure" && one.status === "True")
    .map(({ message }) => ({ text: `the cluster makes no pod: ${message}`, isFinal: false }));
}

type Item = z.infer<typeof Listed>["items"][number];

async function listed(cluster: Cluster, kinds: string, name: string): Promise<readonly Item[]> {
  const args = ["get", kinds, "--selector", selectorOf(name), "--output", "json"];
  return Listed.parse(JSON.parse(await kubectlText(cluster, args))).items;
}

/** As the chart labels all that it makes. */
export function selectorOf(name: string): string {
  return `app.kubernetes.io/name=zenml,app.kubernetes.io/instance=${name}`;
}

function ofKind<Schema extends z.ZodMiniType>(
  items: readonly Item[],
  kind: string,
  schema: Schema,
): z.infer<Schema>[] {
  return items.filter((item) => item.kind === kind).map((item) => z.parse(schema, item));
}

function claimsIn(items: readonly Item[]): readonly string[] {
  return ofKind(items, "PersistentVolumeClaim", Claim).map(({ metadata }) => metadata.name);
}
