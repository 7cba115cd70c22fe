// `zenml server start` in the foreground, as a container runs it, at a port that is free.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

const BIN = join(import.meta.dirname, "../../../bin/zenml.cjs");

export interface Foreground {
  readonly url: string;
  /** Everything that it wrote. */
  log(): string;
  /** Its exit code. */
  stop(signal?: NodeJS.Signals): Promise<number | null>;
}

/** `env`: ZENML_SERVER_… and the like; its store is new. */
export async function startForeground(
  env: NodeJS.ProcessEnv = {},
  ...args: readonly string[]
): Promise<Foreground> {
  const home = await mkdtemp(join(tmpdir(), "zenml-server-"));
  const { NODE_EXTRA_CA_CERTS: _certificates, ZENML_STORE_URL: _url, ...outer } = process.env;
  const child = spawn(process.execPath, [BIN, "server", "start", "--port", "0", ...args], {
    cwd: home,
    env: {
      ...outer,
      HOME: home,
      ZENML_CONFIG_PATH: join(home, "config"),
      ZENML_SERVER_STORE_URL: `sqlite:///${join(home, "zenml.db")}`,
      NO_COLOR: "1",
      ...env,
    },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let log = "";
  const ended = once(child, "exit");
  const url = await new Promise<string>((resolve, reject) => {
    const read = (text: string) => {
      log += text;
      const [, found] = /"event":"listening","url":"([^"]+)"/.exec(log) ?? [];
      if (found !== undefined) resolve(found);
    };
    child.stdout.setEncoding("utf8").on("data", read);
    child.stderr.setEncoding("utf8").on("data", read);
    void ended.then(() => reject(new Error(`the server has ended:\n${log}`)));
  });
  return {
    url,
    log: () => log,
    stop: async (signal = "SIGTERM") => {
      child.kill(signal);
      const [code] = (await ended) as [number | null];
      await rm(home, { recursive: true, force: true, maxRetries: 3 });
      return code;
    },
  };
}
