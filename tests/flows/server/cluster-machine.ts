// A person's machine with a cluster: a namespace of its own there, which goes with the machine. Nothing is
// taken for a cluster that was not named: KUBECONFIG, and ZENML_TEST_SERVER_IMAGE with an image that it has.
import { spawn, spawnSync } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { chmod, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { makeWorkspace } from "../workspace.js";
import type { Answer, Workspace } from "../workspace.js";
import { freePort } from "./local-server.js";

export const IMAGE = process.env["ZENML_TEST_SERVER_IMAGE"] ?? "";
const HELM = process.env["ZENML_TEST_HELM"];
const PATH =
  (HELM === undefined ? "" : `${dirname(HELM)}${delimiter}`) + (process.env["PATH"] ?? "");

/** Why there is none; empty: there is one. */
export function missingCluster(): string {
  if (!process.env["KUBECONFIG"]) return "KUBECONFIG names none";
  if (IMAGE === "") return "ZENML_TEST_SERVER_IMAGE names no image that it has";
  for (const [program, word] of Object.entries({ helm: "version", kubectl: "get" })) {
    const args = word === "get" ? ["get", "nodes"] : [word];
    const { status, error } = spawnSync(program, args, { env: { ...process.env, PATH } });
    if (error !== undefined) return `${program} is not installed`;
    if (status !== 0) return `${program} does not work`;
  }
  return "";
}

export interface ClusterMachine extends Workspace {
  readonly namespace: string;
  deploy(...args: readonly string[]): Promise<Answer>;
  kubectl(...args: readonly string[]): string;
  helm(...args: readonly string[]): string;
  /** What is there with the labels of a release. */
  names(kinds: string, release: string): readonly string[];
  /** A port of this machine that leads to the server, until it is asked for anew. */
  forward(release: string): Promise<string>;
}

export const PASSWORD = "a first one for the cluster";

export async function makeClusterMachine(
  files: Readonly<Record<string, string>>,
): Promise<ClusterMachine> {
  const workspace = await makeWorkspace(files);
  const namespace = `zenml-test-${randomBytes(4).toString("hex")}`;
  const run = (program: string, args: readonly string[], input?: string) => {
    const all = ["--namespace", namespace, ...args];
    const options = { env: { ...process.env, PATH }, encoding: "utf8", input } as const;
    const { status, stdout, stderr } = spawnSync(program, all, options);
    if (status !== 0) throw new Error(`${program} ${args.join(" ")}: ${stderr}`);
    return stdout.trim();
  };
  const kubectl = (...args: readonly string[]) => run("kubectl", args);
  const volume = await makeVolume(namespace, (text) =>
    run("kubectl", ["apply", "--filename", "-"], text),
  );
  let forwarding: ChildProcess | undefined;
  const stopForwarding = async () => {
    if (forwarding === undefined || forwarding.exitCode !== null) return;
    const ended = once(forwarding, "exit");
    forwarding.kill();
    await ended;
  };
  const zenmlIn: Workspace["zenmlIn"] = (env, ...args) =>
    workspace.zenmlIn({ PATH, ...env }, ...args);
  return {
    ...workspace,
    namespace,
    zenmlIn,
    zenml: (...args) => zenmlIn({}, ...args),
    deploy: (...args) =>
      zenmlIn(
        { ZENML_SERVER_ADMIN_PASSWORD: PASSWORD },
        ...["deploy", "--kubernetes", "--namespace", namespace, "--image", IMAGE, ...args],
      ),
    kubectl,
    helm: (...args) => run("helm", args),
    names: (kinds, release) =>
      kubectl("get", kinds, "-l", `app.kubernetes.io/instance=${release}`, "-o", "name")
        .split("\n")
        .filter((name) => name !== ""),
    forward: async (release) => {
      await stopForwarding();
      const port = await freePort();
      const args = ["port-forward", `service/${release}`, `${port}:80`, "--namespace", namespace];
      const child = spawn("kubectl", args, {
        env: { ...process.env, PATH },
        stdio: ["ignore", "pipe", "ignore"],
      });
      forwarding = child;
      await once(child.stdout, "data");
      return `http://127.0.0.1:${port}`;
    },
    remove: async () => {
      await stopForwarding();
      run("kubectl", ["delete", "namespace", namespace, "--ignore-not-found"]);
      await volume?.remove(() => kubectl("delete", "persistentvolume", namespace));
      await workspace.remove();
    },
  };
}

/** Where the cluster makes no volumes by itself, a folder of this machine is one: its node is this machine. */
async function makeVolume(name: string, apply: (text: string) => string) {
  const asked = ["get", "storageclasses", "-o", "name"];
  const { stdout } = spawnSync("kubectl", asked, {
    env: { ...process.env, PATH },
    encoding: "utf8",
  });
  if (stdout.trim() !== "") return undefined;
  const folder = await mkdtemp(join(tmpdir(), "zenml-volume-"));
  // The server is nobody there.
  await chmod(folder, 0o777);
  const spec = {
    capacity: { storage: "1Gi" },
    accessModes: ["ReadWriteOnce"],
    persistentVolumeReclaimPolicy: "Retain",
    claimRef: { namespace: name, name: "zenml" },
    hostPath: { path: folder },
  };
  apply(JSON.stringify({ apiVersion: "v1", kind: "PersistentVolume", metadata: { name }, spec }));
  return {
    remove: async (forget: () => void) => {
      forget();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
