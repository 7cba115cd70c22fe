// A person's machine with a local server: at a port that was free, stopped with the machine.
import { spawn } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import type { AddressInfo, Server } from "node:net";
import { join } from "node:path";
import { makeWorkspace } from "../workspace.js";
import type { Answer, Workspace } from "../workspace.js";

export interface ServerRecord {
  readonly url: string;
  readonly port: number;
  readonly profile: string;
  readonly process: { readonly pid: number; readonly started: string | null } | null;
}

export interface Machine extends Workspace {
  /** Its own, which nothing else has. */
  readonly port: number;
  readonly url: string;
  up(...args: readonly string[]): Promise<Answer>;
  record(): Promise<ServerRecord>;
  writeRecord(record: object): Promise<void>;
  activeProfile(): Promise<string>;
}

export async function makeMachine(): Promise<Machine> {
  const workspace = await makeWorkspace();
  const port = await freePort();
  const file = join(workspace.config, "servers", "local.json");
  const record = async (): Promise<ServerRecord> => JSON.parse(await readFile(file, "utf8"));
  return {
    ...workspace,
    port,
    url: `http://127.0.0.1:${port}`,
    up: (...args) => workspace.zenml("up", "--port", String(port), ...args),
    record,
    writeRecord: async (changed) => {
      await mkdir(join(workspace.config, "servers"), { recursive: true });
      await writeFile(file, JSON.stringify(changed));
    },
    activeProfile: async () => {
      const { profile } = (await workspace.json("status")) as { profile: { value: string } };
      return profile.value;
    },
    remove: async () => {
      await workspace.zenml("down");
      await workspace.remove();
    },
  };
}

export async function freePort(): Promise<number> {
  const server = await occupy(0);
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, "close");
  return port;
}

/** Another program at a port. */
export async function occupy(port: number): Promise<Server> {
  const server = createServer((socket) => socket.end("220 not what you think\r\n"));
  server.listen(port, "127.0.0.1");
  await once(server, "listening");
  return server;
}

/** A process that is there and has nothing to do with us. */
export async function bystander(): Promise<ChildProcess> {
  const child = spawn(process.execPath, ["-e", "setInterval(() => {}, 1000)"], { stdio: "ignore" });
  await once(child, "spawn");
  return child;
}

/** One that has ended and that nobody has asked about yet is dead too. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    const stat = process.platform === "linux" ? readFileSync(`/proc/${pid}/stat`, "latin1") : "";
    return !stat.slice(stat.lastIndexOf(")")).startsWith(") Z");
  } catch {
    return false;
  }
}
