// The one server that `zenml up` starts: started, found again, stopped. It may not know how it serves.
import type { ConfigPaths } from "../../config/paths.js";
import { API_ROOT } from "../../domain/api.js";
import { ZenError, isZenError } from "../../domain/errors.js";
import { openServerDoor } from "../../store/open.js";
import { containerState, removeContainer } from "./container-engine.js";
import { isRunning } from "./process-identity.js";
import { LOCAL_SERVER, serverFiles } from "./server-files.js";
import type { ServerFiles } from "./server-files.js";
import { readRecord, removeRecord, writeRecord } from "./server-record.js";
import type { ServerContainer, ServerProcess, ServerRecord } from "./server-record.js";
import { startProcess } from "./start-process.js";
import { stopProcess } from "./stop-process.js";

export const DEFAULT_HOST = "127.0.0.1";
export const DEFAULT_PORT = 8237;

export interface LocalServer extends ServerRecord {
  readonly isRunning: boolean;
  readonly log: string;
}

/** Undefined: none was ever started. */
export async function findLocalServer(
  paths: Pick<ConfigPaths, "servers">,
): Promise<LocalServer | undefined> {
  const files = serverFiles(paths, LOCAL_SERVER);
  const record = readRecord(files.record);
  if (record === undefined) return undefined;
  return { ...record, isRunning: await isThere(record), log: files.log };
}

async function isThere({ process, container }: ServerRecord): Promise<boolean> {
  if (container !== null) return (await containerState(container)) === "running";
  return process !== null && isRunning(process);
}

export interface StartServer {
  readonly host: string;
  readonly port: number;
  /** Profile, or null where the environment names the store. */
  readonly serves: string | null;
  /** The profile by which it is used, as far as it is known. */
  readonly profile: string | null;
  readonly command: readonly [program: string, ...args: string[]];
  readonly env: NodeJS.ProcessEnv;
  readonly cwd: string;
  readonly patience?: number | undefined;
  readonly attached?: boolean | undefined;
}

export interface StartedServer {
  readonly server: LocalServer;
  /** Resolves when it has ended; who asks waits. */
  readonly ended: () => Promise<void>;
}

const PATIENCE = 60_000;
/** Milliseconds that requests under way are given. */
export const GRACE = 10_000;

/** Errors: `address_in_use`, those of its store, `store_unreachable` with the end of its log. */
export async function startLocalServer(
  start: StartServer,
  paths: Pick<ConfigPaths, "servers">,
): Promise<StartedServer> {
  const files = serverFiles(paths, LOCAL_SERVER);
  const { host, port, serves, profile } = start;
  const record = (url: string, process: ServerProcess): ServerRecord => ({
    ...{ name: LOCAL_SERVER, host, url, serves, profile, process, container: null },
    port: Number(new URL(url).port) || port,
  });
  const before = readRecord(files.record);
  try {
    const { url, process, ended } = await startProcess({
      command: start.command,
      env: start.env,
      cwd: start.cwd,
      log: files.log,
      patience: start.patience ?? PATIENCE,
      attached: start.attached,
      // Written before it listens, so that one whose starter was killed is found again.
      onProcess: (started) => writeRecord(files.record, record(reachable(host, port), started)),
    });
    const kept = record(reachable(host, Number(new URL(url).port)), process);
    writeRecord(files.record, kept);
    return { server: { ...kept, isRunning: true, log: files.log }, ended: () => ended };
  } catch (error) {
    forget(files, before);
    throw await explained(error, host, port);
  }
}

function forget(files: ServerFiles, before: ServerRecord | undefined): void {
  if (before === undefined) removeRecord(files.record);
  else writeRecord(files.record, { ...before, process: null, container: null });
}

/** The address by which programs of this machine reach it. */
export function reachable(host: string, port: number): string {
  const any = { "0.0.0.0": "127.0.0.1", "::": "[::1]" }[host];
  return `http://${any ?? (host.includes(":") ? `[${host}]` : host)}:${port}`;
}

/** Who has the port. */
async function explained(error: unknown, host: string, port: number): Promise<unknown> {
  if (!isZenError(error, "address_in_use")) return error;
  const url = reachable(host, port);
  const other = `or take another port: zenml up --port ${port + 1}`;
  if (await isZenmlServer(url)) {
    return new ZenError(
      "address_in_use",
      `Another ZenML server listens at ${url} already; it was not started with these settings.`,
      { hint: `Use it: zenml connect --url ${url}; ${other}`, cause: error },
    );
  }
  return new ZenError("address_in_use", `Another program listens at ${host}:${port} already.`, {
    hint: `Stop it, ${other}`,
    cause: error,
  });
}

async function isZenmlServer(url: string): Promise<boolean> {
  try {
    const door = await openServerDoor({ url });
    await door.request({ method: "GET", path: `${API_ROOT}/info`, timeout: 1500 });
    return true;
  } catch {
    return false;
  }
}

/** `gone`: it was not running any more. */
export async function stopLocalServer(
  server: ServerRecord,
  paths: Pick<ConfigPaths, "servers">,
  { grace = GRACE }: { readonly grace?: number } = {},
): Promise<"gone" | "gently" | "hard"> {
  const files = serverFiles(paths, LOCAL_SERVER);
  const how = await stop(server, grace);
  writeRecord(files.record, { ...recordOf(server), process: null, container: null });
  return how;
}

async function stop(
  { process, container }: ServerRecord,
  grace: number,
): Promise<"gone" | "gently" | "hard"> {
  if (container !== null) return (await removeContainer(container, grace)) ? "gently" : "gone";
  return process === null ? "gone" : stopProcess(process, { grace });
}

export function keepContainer(
  server: Omit<ServerRecord, "process" | "container" | "name">,
  container: ServerContainer,
  paths: Pick<ConfigPaths, "servers">,
): LocalServer {
  const files = serverFiles(paths, LOCAL_SERVER);
  const record = { ...server, name: LOCAL_SERVER, process: null, container };
  writeRecord(files.record, record);
  return { ...record, isRunning: true, log: files.log };
}

export function rememberProfile(
  server: ServerRecord,
  profile: string,
  paths: Pick<ConfigPaths, "servers">,
): void {
  const files = serverFiles(paths, LOCAL_SERVER);
  writeRecord(files.record, { ...recordOf(server), profile });
}

/** Without what was added to it. */
function recordOf(server: ServerRecord): ServerRecord {
  const { name, host, port, url, serves, profile, process, container } = server;
  return { name, host, port, url, serves, profile, process, container };
}
