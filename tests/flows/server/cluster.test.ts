// `zenml deploy --kubernetes` and `zenml destroy` on a real cluster, as a person walks through them.
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { IMAGE, PASSWORD, makeClusterMachine, missingCluster } from "./cluster-machine.js";
import type { ClusterMachine } from "./cluster-machine.js";

const missing = missingCluster();
const reason = missing === "" ? "" : ` (no cluster to test on: ${missing})`;

const FILES = {
  "training.ts": `
import { pipeline, step } from "zenml";
const load = step("load", () => [3, -1, 2]);
const train = step("train", ({ rows }: { rows: number[] }) => ({ score: rows.length }));
export const training = pipeline("training", () => train({ rows: load() }));
`,
  "small.yaml": "store: { size: 1Gi }\nresources: { requests: { cpu: 10m, memory: 64Mi } }\n",
  "debug.yaml": "server: { log_level: debug }\n",
  "misspelt.yaml": "replica: 2\n",
  "no-secret.yaml": "admin: { existingSecret: nowhere }\n",
};

// Elsewhere than the machine's own volume: it has none to wait for.
const NO_DATABASE = "postgresql://nobody:hidden@127.0.0.1:1/none";

describe.skipIf(missing !== "")(`a server on a cluster${reason}`, { timeout: 300_000 }, () => {
  let machine: ClusterMachine;
  beforeAll(async () => {
    machine = await makeClusterMachine(FILES);
  });
  afterAll(() => machine.remove(), 300_000);

  const connect = async () => {
    const url = await machine.forward("zenml");
    const env = { ZENML_STORE_PASSWORD: PASSWORD };
    return machine.zenmlIn(env, "connect", "--url", url, "--profile", "cluster");
  };
  const runs = async () => (await machine.json("run", "list")) as readonly { status: string }[];
  const pods = () => machine.names("pods", "zenml");

  test("is deployed, and the answer says how to reach it", async () => {
    const { code, stdout, stderr } = await machine.deploy("--config", "small.yaml");
    expect(stderr).toContain(
      `kubectl --namespace ${machine.namespace} port-forward service/zenml 8080:80`,
    );
    expect(stderr).toContain("zenml connect --url http://127.0.0.1:8080");
    expect(stderr).not.toContain(PASSWORD);
    expect(stdout).toBe(`The ZenML server 'zenml' runs in the namespace '${machine.namespace}'.\n`);
    expect(code).toBe(0);
  });

  test("is known where it was deployed from", async () => {
    const seen = (await machine.json("status")) as { servers: readonly object[] };
    expect(seen.servers).toMatchObject([{ name: "zenml", running: true, message: "" }]);
  });

  test("runs as nobody, writes only to its volume, and has no key of the cluster", () => {
    // Pods that follow are held to the strictest of the standards.
    const level = "pod-security.kubernetes.io/enforce=restricted";
    machine.kubectl("label", "namespace", machine.namespace, level);
    const inside = (script: string) =>
      machine.kubectl("exec", "deployment/zenml", "--", "node", "-e", script);
    expect(inside("console.log(process.getuid(), process.getgid())")).toBe("10001 10001");
    const writes = (folder: string) =>
      inside(`try { fs.writeFileSync("${folder}/mark", ""); console.log("written") }
        catch (error) { console.log(error.code) }`);
    expect(writes("/opt/zenml")).toBe("EROFS");
    expect(writes("/data")).toBe("written");
    expect(inside('console.log(fs.existsSync("/var/run/secrets/kubernetes.io"))')).toBe("false");
  });

  test("records a run, and has it after its pod was killed", async () => {
    expect(await connect()).toMatchObject({ code: 0 });
    await machine.zenml("stack", "register", "ours", "-o", "default", "-a", "default");
    expect(await machine.zenml("run", "training.ts")).toMatchObject({ code: 0 });
    const [before] = pods();
    machine.kubectl("delete", before ?? "", "--grace-period", "0", "--force");
    machine.kubectl("rollout", "status", "deployment/zenml", "--timeout", "120s");
    expect(pods()).not.toContain(before);
    await connect();
    expect(await runs()).toMatchObject([{ status: "completed" }]);
    expect(await machine.json("stack", "list")).toMatchObject([
      { name: "default" },
      { name: "ours" },
    ]);
  });

  test("takes a second deployment that changes one value, and keeps all others", async () => {
    const { code } = await machine.zenml(
      ...["deploy", "--kubernetes", "--namespace", machine.namespace, "--config", "debug.yaml"],
    );
    expect(code).toBe(0);
    const values = JSON.parse(machine.helm("get", "values", "zenml", "-o", "json"));
    expect(values).toMatchObject({
      server: { log_level: "debug" },
      store: { size: "1Gi" },
      admin: { password: PASSWORD },
    });
    await connect();
    expect(await runs()).toHaveLength(1);
  });

  test("says soon which image is not there, and the server from before runs on", async () => {
    const { code, stderr } = await machine.deploy("--image", "127.0.0.1:1/nowhere:1");
    expect(code).toBe(1);
    expect(stderr).toContain("the image '127.0.0.1:1/nowhere:1' cannot be had");
    expect(stderr).toContain("What ran before is put back.");
    machine.kubectl("rollout", "status", "deployment/zenml", "--timeout", "120s");
    expect(machine.kubectl("get", "deployment/zenml", "-o", "json")).toContain(`"${IMAGE}"`);
    await connect();
    expect(await runs()).toHaveLength(1);
  });

  test.each([
    ["a value that is unknown", ["--config", "misspelt.yaml"], "replica"],
    [
      "a secret that is not there",
      ["--config", "no-secret.yaml", "--store-url", NO_DATABASE],
      'secret "nowhere" not found',
    ],
    ["a database that does not answer", ["--store-url", NO_DATABASE], "127.0.0.1"],
    ["a volume that nobody has", ["--timeout", "4", "--config", "no-class.yaml"], "in 4 seconds"],
  ])("tells %s, and leaves nothing behind", async (_what, args, said) => {
    await machine.write("no-class.yaml", "store: { storageClass: nowhere }\n");
    const { code, stderr } = await machine.deploy("--name", "other", ...args);
    expect(stderr).toContain(said);
    expect(stderr).not.toContain("hidden");
    expect(code).toBe(1);
    expect(machine.helm("list", "--all", "--short")).toBe("zenml");
    expect(machine.names("pvc,secrets,configmaps,services,deployments", "other")).toEqual([]);
  });

  test("is destroyed but for its volume, which is found again", async () => {
    const { code, stderr } = await machine.zenml("destroy", "--yes");
    expect(stderr).toContain(`kubectl --namespace ${machine.namespace} delete pvc zenml`);
    expect(code).toBe(0);
    const all = "pods,deployments,services,secrets,configmaps,persistentvolumeclaims";
    expect(machine.names(all, "zenml")).toEqual(["persistentvolumeclaim/zenml"]);
    expect(machine.helm("list", "--all", "--short")).toBe("");
    expect(await machine.deploy("--config", "small.yaml")).toMatchObject({ code: 0 });
    await connect();
    expect(await runs()).toHaveLength(1);
  });

  test("is destroyed with its volume where that is asked for", async () => {
    await machine.zenml("disconnect");
    expect(await machine.zenml("destroy", "--yes", "--volumes")).toMatchObject({ code: 0 });
    expect(machine.names("pods,services,secrets,persistentvolumeclaims", "zenml")).toEqual([]);
    expect(await machine.zenml("destroy", "--yes")).toMatchObject({
      stdout: "No cloud ZenML server has been deployed.\n",
    });
  });
});
