// The local server in a container: it shares this machine's network, so that only this machine reaches it.
import { randomBytes } from "node:crypto";
import { dirname } from "node:path";
import { storeTypeOf } from "../../config/store-url.js";
import type { ConfigPaths } from "../../config/paths.js";
import { ZenError } from "../../domain/errors.js";
import { containerLogs, engineError, removeContainer, runEngine } from "./container-engine.js";
import { keepContainer, reachable } from "./local-server.js";
import type { StartedServer } from "./local-server.js";
import { waitUntilReady } from "./wait-until-ready.js";

export interface LocalContainer {
  readonly engine: string;
  readonly image: string;
  readonly host: string;
  readonly port: number;
  readonly profile: string | null;
  readonly store: { readonly profile: string | null };
  /** Of the store, with its password. */
  readonly url: string;
  /** Where the store lies on this machine; undefined for one elsewhere. */
  readonly folder: string | undefined;
}

const PATIENCE = 60_000;

/** Errors: `address_in_use`, `store_unreachable` with what the container wrote. */
export async function runLocalContainer(
  asked: LocalContainer,
  paths: Pick<ConfigPaths, "servers">,
): Promise<StartedServer> {
  const { engine, image, host, port, url: storeUrl } = asked;
  const name = `zenml-local-${randomBytes(3).toString("hex")}`;
  const container = { engine, name, image };
  const args = runArguments(asked, name);
  // By variables that are passed on by name: what is typed can be seen by all.
  const env = { ZENML_SERVER_STORE_URL: storeUrl, ZENML_SERVER_STORE_TYPE: storeTypeOf(storeUrl) };
  const { code, stderr } = await runEngine(engine, args, { env });
  if (code !== 0) throw engineError(engine, args, stderr);
  const url = reachable(host, port);
  try {
    await waitUntilReady(url, PATIENCE, async () => isRunning(engine, name));
  } catch (error) {
    const lines: string[] = [];
    await containerLogs(container, { tail: 10, onLine: (line) => lines.push(`  ${line}`) }).catch(
      () => undefined,
    );
    await removeContainer(container, 0);
    throw new ZenError(
      "store_unreachable",
      `The server in the container did not start. Its last lines:\n${lines.join("\n")}`,
      { hint: `Another port: zenml up --docker --port ${port + 1}`, cause: error },
    );
  }
  const record = { host, port, url, serves: asked.store.profile, profile: asked.profile };
  return {
    server: keepContainer(record, container, paths),
    ended: async () => void (await runEngine(engine, ["wait", name])),
  };
}

function runArguments({ image, host, port, folder, url }: LocalContainer, name: string): string[] {
  // A database has files beside it.
  const mounted =
    folder === undefined ? undefined : url.startsWith("sqlite") ? dirname(folder) : folder;
  const { uid = 0, gid = 0 } = { uid: process.getuid?.(), gid: process.getgid?.() };
  return [
    "run",
    "--detach",
    ...["--name", name],
    ...["--network", "host"],
    ...["--user", `${uid}:${gid}`],
    ...["--env", "ZENML_SERVER_STORE_URL", "--env", "ZENML_SERVER_STORE_TYPE"],
    ...(mounted === undefined ? [] : ["--volume", `${mounted}:${mounted}`]),
    ...extraArguments(process.env),
    image,
    ...["server", "start", "--host", host, "--port", String(port)],
  ];
}

/** Further words for `run`, as some machines need them: ZENML_CONTAINER_ARGS. */
export function extraArguments(env: NodeJS.ProcessEnv): string[] {
  return (env["ZENML_CONTAINER_ARGS"] ?? "").split(/\s+/).filter((word) => word !== "");
}

async function isRunning(engine: string, name: string): Promise<boolean> {
  const { stdout } = await runEngine(engine, [
    "container",
    "inspect",
    "--format",
    "{{.State.Status}}",
    name,
  ]);
  return !/exited|dead|stopped/.test(stdout);
}
