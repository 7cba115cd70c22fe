// Two people at two machines and one server, as processes; what they read is made the same for every run.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { closeSync, openSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { startForeground } from "../server/foreground-server.js";
import { makeWorkspace } from "../workspace.js";
import type { Workspace } from "../workspace.js";

export const PASSWORD = "correct horse battery";

const BIN = join(import.meta.dirname, "../../../bin/zenml.cjs");
const URL_SHOWN = "http://127.0.0.1:8237";
const TOKEN_SHOWN = "zena_SHOWN-ONCE";
const UUID = /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/g;
/** What each command says first: where it works. */
const BANNER =
  /^Running without an active repository root\.\nRunning with active profile: '127\.0\.0\.1-8237' \(global\)\nConnected to the ZenML server: 'http:\/\/127\.0\.0\.1:8237'\n/;

export interface TwoHomes {
  /** What a terminal shows, but for the banner. Errors: a command that does not say where it works. */
  type(person: string, command: string): Promise<string>;
  stop(): Promise<void>;
}

export async function makeTwoHomes(people: readonly string[]): Promise<TwoHomes> {
  const server = await startForeground({ ZENML_SERVER_ADMIN_PASSWORD: PASSWORD });
  const homes = new Map<string, Workspace>();
  for (const person of people) {
    const home = await makeWorkspace();
    await home.zenml("profile", "list");
    homes.set(person, home);
  }
  const ids = new Map<string, string>();
  let token = "";
  const shown = (text: string): string => {
    [token = token] = /\bzena_[\w-]+/.exec(text) ?? [];
    return text
      .replaceAll(server.url, URL_SHOWN)
      .replaceAll(`127.0.0.1-${new URL(server.url).port}`, "127.0.0.1-8237")
      .replaceAll(/\bzena_[\w-]+/g, TOKEN_SHOWN)
      .replaceAll(/\d{4}-\d\d-\d\d \d\d:\d\d:\d\d/g, "2030-01-31 12:00:00")
      .replaceAll(UUID, (id) => numbered(ids, id))
      .replaceAll(/ +$/gm, "");
  };
  return {
    type: async (person, command) => {
      const home = homes.get(person);
      if (home === undefined) throw new Error(`Nobody is called '${person}'.`);
      const typed = command.replaceAll(URL_SHOWN, server.url).replaceAll(TOKEN_SHOWN, token);
      const text = shown(await inTerminal(home, wordsOf(typed).slice(1)));
      if (command.startsWith("zenml connect")) return text.trimEnd();
      if (!BANNER.test(text)) throw new Error(`'${command}' does not say where it works:\n${text}`);
      return text.replace(BANNER, "").trimEnd();
    },
    stop: async () => {
      await server.stop();
      for (const home of homes.values()) await home.remove();
    },
  };
}

/** Both streams in one file, so that lines stand in the order in which they were written. */
async function inTerminal(home: Workspace, words: readonly string[]): Promise<string> {
  const file = join(home.folder, "terminal");
  const out = openSync(file, "w");
  const { NODE_EXTRA_CA_CERTS: _certificates, ZENML_STORE_URL: _url, ...outer } = process.env;
  const child = spawn(process.execPath, [BIN, ...words], {
    cwd: home.folder,
    env: { ...outer, HOME: join(home.folder, ".."), ZENML_CONFIG_PATH: home.config, NO_COLOR: "1" },
    stdio: ["ignore", out, out],
  });
  const [code] = (await once(child, "exit")) as [number | null];
  closeSync(out);
  const text = readFileSync(file, "utf8").replaceAll(join(home.folder, ".."), "~");
  return code === 0 ? text : `${text}[exit ${code}]`;
}

/** As wide as any, and the same for one thing wherever it is shown. */
function numbered(ids: Map<string, string>, id: string): string {
  const known = ids.get(id);
  if (known !== undefined) return known;
  const next = `00000000-0000-4000-8000-${String(ids.size + 1).padStart(12, "0")}`;
  ids.set(id, next);
  return next;
}

function wordsOf(line: string): string[] {
  return [...line.matchAll(/'([^']*)'|(\S+)/g)].map(([, quoted, bare]) => quoted ?? bare ?? "");
}
