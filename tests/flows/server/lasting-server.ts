// A server at one port over one store, which can be killed and started again there.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { freePort } from "./local-server.js";

const BIN = join(import.meta.dirname, "../../../bin/zenml.cjs");

export interface LastingServer {
  readonly url: string;
  readonly port: number;
  /** Of its first user. */
  readonly token: string;
  /** Says to a client who it is and where the server is. */
  readonly env: NodeJS.ProcessEnv;
  start(): Promise<void>;
  end(signal: "SIGKILL" | "SIGTERM"): Promise<void>;
  /** A GET of the API, as JSON. */
  get(path: string): Promise<unknown>;
  remove(): Promise<void>;
}

interface Process {
  end(signal: NodeJS.Signals): Promise<void>;
}

/** `storeUrl`: default a new SQLite database. */
export async function lastingServer(
  options: { readonly storeUrl?: string; readonly env?: NodeJS.ProcessEnv } = {},
): Promise<LastingServer> {
  const home = await mkdtemp(join(tmpdir(), "zenml-lasting-"));
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const storeUrl = options.storeUrl ?? `sqlite:///${join(home, "zenml.db")}`;
  const env = { ZENML_SERVER_STORE_URL: storeUrl, ...options.env };
  let running: Process | undefined = await startAt(port, home, env);
  const token = await logIn(url);
  const end = async (signal: NodeJS.Signals) => {
    await running?.end(signal);
    running = undefined;
  };
  return {
    url,
    port,
    token,
    env: { ZENML_STORE_URL: url, ZENML_API_TOKEN: token },
    start: async () => {
      running = await startAt(port, home, env);
    },
    end,
    get: async (path) => {
      const headers = { Authorization: `Bearer ${token}` };
      return (await fetch(`${url}/api/v2${path}`, { headers })).json();
    },
    remove: async () => {
      await end("SIGKILL");
      await rm(home, { recursive: true, force: true, maxRetries: 3 });
    },
  };
}

async function startAt(port: number, home: string, env: NodeJS.ProcessEnv): Promise<Process> {
  const { NODE_EXTRA_CA_CERTS: _certificates, ZENML_STORE_URL: _url, ...outer } = process.env;
  const child = spawn(process.execPath, [BIN, "server", "start", "--port", String(port)], {
    cwd: home,
    env: { ...outer, HOME: home, ZENML_CONFIG_PATH: join(home, "config"), ...env, NO_COLOR: "1" },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const ended = once(child, "exit");
  let log = "";
  await new Promise<void>((resolve, reject) => {
    const read = (text: string) => {
      if (log.length < 10_000) log += text;
      if (log.includes('"event":"listening"')) resolve();
    };
    child.stdout.setEncoding("utf8").on("data", read);
    child.stderr.setEncoding("utf8").on("data", read);
    void ended.then(() => reject(new Error(`the server has ended:\n${log}`)));
  });
  return {
    end: async (signal) => {
      child.kill(signal);
      await ended;
    },
  };
}

async function logIn(url: string): Promise<string> {
  const answer = await fetch(`${url}/api/v2/login`, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ name: "default", password: "" }),
  });
  const { token } = (await answer.json()) as { token: string };
  return token;
}
