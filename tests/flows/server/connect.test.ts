// `zenml connect` and `zenml disconnect`: who somebody is at a server, and the way back.
import { execFileSync } from "node:child_process";
import { readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { makeWorkspace } from "../workspace.js";
import type { Workspace } from "../workspace.js";
import { startForeground } from "./foreground-server.js";
import type { Foreground } from "./foreground-server.js";
import { freePort, occupy } from "./local-server.js";

const PASSWORD = "correct horse battery";

let server: Foreground;
let workspace: Workspace;
beforeAll(async () => {
  server = await startForeground({ ZENML_SERVER_ADMIN_PASSWORD: PASSWORD });
});
afterAll(() => server.stop());
beforeEach(async () => {
  workspace = await makeWorkspace();
});
afterEach(() => workspace.remove());

const connect = (...args: readonly string[]) =>
  workspace.zenml("connect", "--url", server.url, ...args);
const active = async () =>
  (await workspace.json("status")) as Record<string, { value: string; source: string }>;
const profileName = async () => (await active())["profile"]?.value;

test("connect makes a profile of the server, and disconnect goes back", async () => {
  await workspace.zenml("stack", "list");
  const { code, stdout, stderr } = await connect("--password", PASSWORD);
  expect(code).toBe(0);
  expect(stderr).toContain(`Connecting to: '${server.url}'...`);
  expect(stderr).toContain("Updated the global store configuration.");
  const name = `127.0.0.1-${new URL(server.url).port}`;
  expect(stdout).toBe(
    `Connected to the ZenML server: '${server.url}' as 'default' (profile '${name}').\n`,
  );
  expect(await profileName()).toBe(name);
  expect((await workspace.zenml("stack", "list")).code).toBe(0);
  const left = await workspace.zenml("disconnect");
  expect(left.stdout).toBe("Disconnected ZenML from the ZenML server.\n");
  expect(await profileName()).toBe("default");
  const again = await workspace.zenml("disconnect");
  expect(again).toMatchObject({
    code: 0,
    stdout: "ZenML is not currently connected to a ZenML server.\n",
  });
});

test("what opens the server is kept where nobody else reads it, and printed nowhere", async () => {
  const answer = await connect("--password", PASSWORD, "--verbose", "-o", "json");
  const file = join(workspace.config, "credentials.yaml");
  const text = await readFile(file, "utf8");
  const [, token = ""] = /token: (\S+)/.exec(text) ?? [];
  expect(token.length).toBeGreaterThan(20);
  expect((await stat(file)).mode & 0o777).toBe(0o600);
  const settings = await readFile(join(workspace.config, "zenml.yaml"), "utf8");
  const status = await workspace.zenml("status", "-o", "json");
  const said = [answer.stdout, answer.stderr, settings, status.stdout, text.replace(token, "")];
  for (const one of said) expect(one).not.toContain(token);
  for (const one of [...said, text]) expect(one).not.toContain(PASSWORD);
  await workspace.zenml("disconnect");
  expect(await readFile(file, "utf8")).not.toContain(token);
  const headers = { Authorization: `Bearer ${token}` };
  expect((await fetch(`${server.url}/api/v2/me`, { headers })).status).toBe(401);
});

test("the password comes from the environment, and without one and a terminal that is said", async () => {
  const none = await connect();
  expect(none.code).toBe(2);
  expect(none.stderr).toContain("Give it with ZENML_STORE_PASSWORD.");
  const given = { ZENML_STORE_PASSWORD: PASSWORD };
  const { code } = await workspace.zenmlIn(given, "connect", "--url", server.url);
  expect(code).toBe(0);
});

test.each([
  ["a wrong password", ["--password", "wrong"], "User and password do not go together."],
  [
    "a user that is not there",
    ["--username", "nobody", "--password", PASSWORD],
    "do not go together",
  ],
  ["a wrong key", ["--api-key", "zat_wrong"], ""],
  ["a project that is not there", ["--password", PASSWORD, "--project", "nosuch"], "nosuch"],
])("%s changes nothing", async (_what, args, message) => {
  await workspace.zenml("stack", "list");
  const before = await readFile(join(workspace.config, "zenml.yaml"), "utf8");
  const { code, stderr } = await connect(...args);
  expect(code).toBe(1);
  expect(stderr).toContain(message);
  expect(stderr).toContain("Hint:");
  expect(stderr).not.toMatch(/\n\s+at /);
  expect(await readFile(join(workspace.config, "zenml.yaml"), "utf8")).toBe(before);
  await expect(readFile(join(workspace.config, "credentials.yaml"))).rejects.toThrow(/ENOENT/);
});

test("a server that is down, and one that is another product, are told apart", async () => {
  const port = await freePort();
  const down = await workspace.zenml(
    "connect",
    "--url",
    `http://127.0.0.1:${port}`,
    "--password",
    "",
  );
  expect(down.code).toBe(1);
  expect(down.stderr).toContain(`127.0.0.1:${port} cannot be reached: nothing listens there`);
  const other = await occupy(port);
  try {
    const foreign = await workspace.zenml(
      "connect",
      "--url",
      `http://127.0.0.1:${port}`,
      "--password",
      "",
    );
    expect(foreign.code).toBe(1);
    expect(foreign.stderr).toContain("Error: The server");
  } finally {
    other.close();
  }
});

test("a file or its text says the same as flags, and problems of it are told", async () => {
  const text = `url: ${server.url}\nusername: default\npassword: "${PASSWORD}"\nproject: default\n`;
  await workspace.write("server.yaml", text);
  expect((await workspace.zenml("connect", "--config", "server.yaml")).code).toBe(0);
  const inline = JSON.stringify({ url: `${server.url}/`, username: "default", password: PASSWORD });
  expect((await workspace.zenml("connect", "--config", inline)).code).toBe(0);
  const profiles = (await workspace.json("profile", "list")) as { store_url: string }[];
  expect(profiles.filter(({ store_url }) => store_url === server.url)).toHaveLength(1);
  const wrong = await workspace.zenml("connect", "--config", '{"url": 7, "user": "x"}');
  expect(wrong.code).toBe(1);
  expect(wrong.stderr).toMatch(/url: expected string/);
  expect(wrong.stderr).toMatch(/user: unknown key/);
});

test("several servers and local profiles stand side by side, and each way back is found", async () => {
  await workspace.zenml("stack", "list");
  const second = await startForeground();
  try {
    await connect("--password", PASSWORD, "--profile", "first");
    const other = await workspace.zenml(
      "connect",
      "--url",
      second.url,
      "--password",
      "",
      "--profile",
      "second",
    );
    expect(other.code).toBe(0);
    expect(await profileName()).toBe("second");
    const one = await workspace.zenml("stack", "list", "--profile", "first");
    expect(one.stderr).toContain(server.url);
    await workspace.zenml("disconnect");
    expect(await profileName()).toBe("first");
    await workspace.zenml("disconnect");
    expect(await profileName()).toBe("default");
  } finally {
    await second.stop();
  }
});

test("after a login has ended, the way to log in again is named", async () => {
  await connect("--password", PASSWORD, "--profile", "work");
  await workspace.write("../config/credentials.yaml", "version: 1\nprofiles: {}\n");
  const { code, stderr } = await workspace.zenml("stack", "list");
  expect(code).toBe(1);
  expect(stderr).toContain(`zenml connect --url ${server.url}`);
});

test("up leaves a client of another server where it is, unless it is told otherwise", async () => {
  await workspace.zenml("stack", "list");
  await connect("--password", PASSWORD, "--profile", "work");
  const port = String(await freePort());
  try {
    const up = await workspace.zenml("up", "--port", port);
    expect(up.stderr).toContain("Skipped connecting to the local server.");
    expect(await profileName()).toBe("work");
    await workspace.zenml("up", "--connect");
    expect(await profileName()).toBe("local");
    await workspace.zenml("down");
    expect(await profileName()).toBe("work");
  } finally {
    await workspace.zenml("down");
  }
});

test("a certificate that this machine does not know is refused, trusted by file, or not looked at", async () => {
  const key = join(workspace.folder, "key.pem");
  const cert = join(workspace.folder, "cert.pem");
  execFileSync(
    "openssl",
    [
      ...["req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"],
      ...["-keyout", key, "-out", cert, "-days", "2", "-subj", "/CN=localhost"],
      ...["-addext", "subjectAltName=IP:127.0.0.1"],
    ],
    { stdio: "ignore" },
  );
  const secure = await startForeground({}, "--tls-cert", cert, "--tls-key", key);
  try {
    expect(secure.url).toMatch(/^https:/);
    const to = ["connect", "--url", secure.url, "--password", "", "--profile", "tls"];
    const refused = await workspace.zenml(...to);
    expect(refused.code).toBe(1);
    expect(refused.stderr).toContain(
      "its certificate is signed by nobody that this machine trusts",
    );
    expect((await workspace.zenml(...to, "--ssl-ca", "cert.pem")).code).toBe(0);
    expect((await workspace.zenml("stack", "list")).code).toBe(0);
    const unseen = await workspace.zenml(...to, "--no-verify-ssl");
    expect(unseen.stderr).toContain("The server's certificate is not looked at");
    expect((await workspace.zenml("stack", "list")).code).toBe(0);
  } finally {
    await secure.stop();
  }
});

test("where others reach it, the admin chooses a password with the token in the log, once", async () => {
  const open = await startForeground({}, "--host", "0.0.0.0");
  try {
    const url = open.url.replace("0.0.0.0", "127.0.0.1");
    const [, token = ""] = /"activation_token":"([^"]+)"/.exec(open.log()) ?? [];
    const first = ["connect", "--url", url, "--activation-token", token, "--password"];
    const empty = await workspace.zenml("connect", "--url", url, "--password", "");
    expect(empty.code).toBe(1);
    expect((await workspace.zenml(...first, PASSWORD)).code).toBe(0);
    expect((await workspace.zenml("stack", "list")).code).toBe(0);
    expect((await workspace.zenml(...first, "another password")).code).toBe(1);
  } finally {
    await open.stop();
  }
});

test("a server in the foreground reads flags, environment and file, and ends in good order", async () => {
  await workspace.write("server.yaml", "log_level: debug\nsession_days: 1\n");
  const file = join(workspace.folder, "server.yaml");
  const own = await startForeground({ ZENML_SERVER_PUBLIC_METRICS: "true" }, "--config", file);
  expect((await fetch(`${own.url}/metrics`)).status).toBe(200);
  expect(await own.stop("SIGINT")).toBe(0);
  expect(own.log()).toContain('"event":"stopped"');
  const wrong = await workspace.zenmlIn({ ZENML_SERVER_PROT: "1" }, "server", "start");
  expect(wrong.code).toBe(1);
  expect(wrong.stderr).toContain("Did you mean 'port'?");
});
