import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { startServer } from "./main.js";
import { readServerOptions } from "./options/read-server-options.js";
import type { RunningServer } from "./serve.js";

let folder = "";
const running: RunningServer[] = [];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "zenml-server-"));
});
afterEach(async () => {
  for (const server of running.splice(0)) await server.stop();
  rmSync(folder, { recursive: true });
});

const PASSWORD = "correct horse battery";

async function start(flags: Readonly<Record<string, string>>) {
  const lines: string[] = [];
  const options = readServerOptions({ flags: { port: "0", ...flags } });
  const server = await startServer({ options, writeLog: (text) => lines.push(text), cwd: folder });
  running.push(server);
  const login = async (body: object, path = "login") => {
    const url = `http://127.0.0.1:${server.port}/api/v2/${path}`;
    const headers = { "Content-Type": "application/json" };
    return fetch(url, { method: "POST", headers, body: JSON.stringify(body) });
  };
  const stop = async () => {
    running.splice(running.indexOf(server), 1);
    await server.stop();
  };
  const log = () => lines.join("").split("\n").filter(Boolean);
  return { server, login, stop, log };
}

const STORES = {
  "a folder of YAML": { store_type: "local", store_url: "store" },
  SQLite: { store_type: "sql", store_url: "sqlite:///store.db" },
};

test.each(Object.entries(STORES))(
  "%s is served, and keeps who may get in",
  async (_name, store) => {
    const first = await start(store);
    expect((await first.login({ name: "default", password: "" })).status).toBe(200);
    await first.stop();
    writeFileSync(join(folder, "password"), `${PASSWORD}\n`);
    // As soon as others reach it, an empty password is none.
    const file = join(folder, "password");
    const second = await start({ ...store, host: "0.0.0.0", admin_password_file: file });
    expect((await second.login({ name: "default", password: "" })).status).toBe(401);
    expect((await second.login({ name: "default", password: PASSWORD })).status).toBe(200);
    await second.stop();
    const third = await start(store);
    expect((await third.login({ name: "default", password: "" })).status).toBe(401);
    expect((await third.login({ name: "default", password: PASSWORD })).status).toBe(200);
  },
);

test("where nobody gets in yet, the log shows a token for one password", async () => {
  const { login, log } = await start({ ...STORES.SQLite, host: "0.0.0.0" });
  const line = log().find((text) => text.includes("first_login")) ?? "{}";
  const { activation_token: token, user: name } = JSON.parse(line) as Record<string, string>;
  const body = { name, token, password: PASSWORD };
  expect((await login(body, "activate")).status).toBe(200);
  expect((await login(body, "activate")).status).toBe(401);
  expect((await login({ name, password: PASSWORD })).status).toBe(200);
});

test("a password never comes into the log", async () => {
  const { login, log } = await start({ ...STORES.SQLite, log_level: "debug" });
  await login({ name: "default", password: PASSWORD });
  expect(log().join("")).not.toContain(PASSWORD);
});

test("what cannot be started leaves nothing open", async () => {
  const { server } = await start(STORES.SQLite);
  const taken = start({ ...STORES.SQLite, port: String(server.port) });
  await expect(taken).rejects.toMatchObject({ code: "address_in_use" });
  const missing = start({ ...STORES.SQLite, admin_password_file: join(folder, "none") });
  await expect(missing).rejects.toMatchObject({ code: "invalid_input" });
});
