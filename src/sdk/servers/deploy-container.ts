// A server in a container of this machine: its data in a volume, its port published, its admin's first
// password by a file that only the container reads.
import { storeTypeOf } from "../../config/store-url.js";
import type { ConfigPaths } from "../../config/paths.js";
import { ZenError } from "../../domain/errors.js";
import { containerLogs, engineError, removeContainer, runEngine } from "./container-engine.js";
import { keepDeployment, refuseOtherPlace } from "./deployments.js";
import type { Deployment } from "./deployments.js";
import { tokenIn } from "./first-login.js";
import { extraArguments } from "./local-container.js";
import { reachable } from "./local-server.js";
import { waitUntilReady } from "./wait-until-ready.js";

export interface ContainerDeployment {
  readonly name: string;
  readonly engine: string;
  readonly image: string;
  readonly host: string;
  readonly port: number;
  /** Default: SQLite in the volume. */
  readonly storeUrl?: string | undefined;
  /** Default: a token in the log. */
  readonly password?: string | undefined;
  /** File with options of the server. */
  readonly config?: string | undefined;
  /** Milliseconds. */
  readonly patience: number;
}

export interface Deployed {
  readonly deployment: Deployment;
  /** With which the admin chooses his password, once; undefined: he has one. */
  readonly activationToken: string | undefined;
}

/** Errors: `entity_exists`, `address_in_use`, `store_unreachable` with what the container wrote. */
export async function deployContainer(
  asked: ContainerDeployment,
  paths: Pick<ConfigPaths, "servers">,
): Promise<Deployed> {
  const { engine, name, image, host, port } = asked;
  const container = `zenml-${name}`;
  const volume = `zenml-${name}-data`;
  const place = { kind: "docker", engine, container, volume, image } as const;
  refuseOtherPlace(paths, { name, place });
  const existing = await runEngine(engine, ["container", "inspect", container]);
  if (existing.code === 0) throw exists(name);
  const hadVolume = (await runEngine(engine, ["volume", "inspect", volume])).code === 0;
  const args = runArguments(asked, { container, volume });
  const { code, stderr } = await runEngine(engine, args, { env: secretsOf(asked) });
  const made = { engine, name: container, image };
  const url = reachable(host, port);
  try {
    if (code !== 0) throw portError(stderr, asked) ?? engineError(engine, args, stderr);
    await waitUntilReady(url, asked.patience, async () => hasNotEnded(engine, container));
  } catch (error) {
    const lines = await linesOf(made).catch(() => []);
    await removeContainer(made, 0);
    if (!hadVolume) await runEngine(engine, ["volume", "rm", "--force", volume]);
    if (lines.length === 0) throw error;
    const end = lines.slice(-10).map((line) => `  ${line}`);
    throw new ZenError(
      "store_unreachable",
      `The server in the container did not start. Its last lines:\n${end.join("\n")}`,
      { hint: "Correct what it says, and deploy again: nothing was left behind.", cause: error },
    );
  }
  const deployment: Deployment = { name, url, place };
  keepDeployment(paths, deployment);
  return { deployment, activationToken: tokenIn(await linesOf(made)) };
}

function runArguments(
  { image, host, port, storeUrl, password, config }: ContainerDeployment,
  { container, volume }: { readonly container: string; readonly volume: string },
): string[] {
  const shown = host.includes(":") ? `[${host}]` : host;
  return [
    "run",
    "--detach",
    ...["--name", container, "--restart", "unless-stopped"],
    ...["--publish", `${shown}:${port}:8080`],
    ...["--volume", `${volume}:/data`],
    ...[
      "--read-only",
      "--tmpfs",
      "/tmp",
      "--security-opt",
      "no-new-privileges",
      "--cap-drop",
      "ALL",
    ],
    ...(storeUrl === undefined
      ? []
      : ["--env", "ZENML_SERVER_STORE_URL", "--env", "ZENML_SERVER_STORE_TYPE"]),
    ...(password === undefined ? [] : ["--env", "ZENML_SERVER_ADMIN_PASSWORD"]),
    ...(config === undefined ? [] : ["--volume", `${config}:/etc/zenml/server.yaml:ro`]),
    ...extraArguments(process.env),
    image,
    ...["server", "start"],
    ...(config === undefined ? [] : ["--config", "/etc/zenml/server.yaml"]),
  ];
}

/** Passed on by name: what is typed can be seen by all. */
function secretsOf({ storeUrl, password }: ContainerDeployment): Record<string, string> {
  return {
    ...(storeUrl === undefined
      ? {}
      : { ZENML_SERVER_STORE_URL: storeUrl, ZENML_SERVER_STORE_TYPE: storeTypeOf(storeUrl) }),
    ...(password === undefined ? {} : { ZENML_SERVER_ADMIN_PASSWORD: password }),
  };
}

async function hasNotEnded(engine: string, container: string): Promise<boolean> {
  const asked = [
    "container",
    "inspect",
    "--format",
    "{{.RestartCount}} {{.State.Status}}",
    container,
  ];
  const { stdout } = await runEngine(engine, asked);
  return /^0 (?!exited|dead|stopped)/.test(stdout.trim());
}

async function linesOf(container: Parameters<typeof containerLogs>[0]): Promise<readonly string[]> {
  const lines: string[] = [];
  await containerLogs(container, { onLine: (line) => void lines.push(line) });
  return lines;
}

function portError(stderr: string, { port, host }: ContainerDeployment): ZenError | undefined {
  if (!/address already in use|port is already allocated/i.test(stderr)) return undefined;
  return new ZenError("address_in_use", `Something else listens at ${host}:${port} already.`, {
    hint: `Take another port: zenml deploy --docker --port ${port + 1}`,
  });
}

function exists(name: string): ZenError {
  return new ZenError("entity_exists", `There is a deployment '${name}' already.`, {
    hint: `zenml destroy --name ${name}, or give another --name`,
  });
}
