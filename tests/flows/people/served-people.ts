// A real server in this process on a store of its own, and people at it who type `zenml` as CI would: the
// environment alone says where and who.
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startServer } from "../../../src/server/main.js";
import { readServerOptions } from "../../../src/server/options/read-server-options.js";
import { makeWorkspace } from "../workspace.js";
import type { Answer, Workspace } from "../workspace.js";

export interface Person {
  zenml(...args: readonly string[]): Promise<Answer>;
  /** As above; must succeed. */
  json<Value>(...args: readonly string[]): Promise<Value>;
}

export interface ServedPeople {
  readonly url: string;
  readonly workspace: Workspace;
  /** The first administrator. */
  readonly admin: Person;
  as(token: string): Person;
  /** Made by the administrator, with a password, and logged in. */
  join(name: string, ...flags: readonly string[]): Promise<Person>;
  /** The token of a new login. Errors: what the server says. */
  logIn(name: string, password: string): Promise<string>;
  stop(): Promise<void>;
}

export const PASSWORD = "correct horse battery";

export async function servePeople(): Promise<ServedPeople> {
  const folder = await mkdtemp(join(tmpdir(), "zenml-people-"));
  const store = { store_type: "sql", store_url: "sqlite:///store.db" };
  const options = readServerOptions({ flags: { port: "0", ...store } });
  const server = await startServer({ options, writeLog: () => undefined, cwd: folder });
  const url = `http://127.0.0.1:${server.port}`;
  const workspace = await makeWorkspace();
  const logIn = async (name: string, password: string): Promise<string> => {
    const headers = { "Content-Type": "application/json" };
    const init = { method: "POST", headers, body: JSON.stringify({ name, password }) };
    const response = await fetch(`${url}/api/v2/login`, init);
    const body = (await response.json()) as { readonly token?: string };
    if (body.token === undefined) throw new Error(JSON.stringify(body));
    return body.token;
  };
  const as = (token: string): Person => {
    const env = { ZENML_STORE_URL: url, ZENML_API_TOKEN: token };
    const zenml = (...args: readonly string[]) => workspace.zenmlIn(env, ...args);
    return {
      zenml,
      json: async (...args) => {
        const { code, stdout, stderr } = await zenml(...args, "--output", "json");
        if (code !== 0) throw new Error(`zenml ${args.join(" ")} exited with ${code}: ${stderr}`);
        return JSON.parse(stdout);
      },
    };
  };
  const admin = as(await logIn("default", ""));
  return {
    url,
    workspace,
    admin,
    as,
    logIn,
    join: async (name, ...flags) => {
      await admin.json("user", "create", name, "--password", PASSWORD, ...flags);
      return as(await logIn(name, PASSWORD));
    },
    stop: async () => {
      await server.stop();
      await workspace.remove();
      await rm(folder, { recursive: true, force: true, maxRetries: 3 });
    },
  };
}
