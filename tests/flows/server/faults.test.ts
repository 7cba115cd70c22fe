// What a person is told when a server does not do what it should: one clear error, a way out, no token.
import { execFileSync } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import type { RequestListener } from "node:http";
import { createServer } from "node:https";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { listen } from "../../store/rest-server.js";
import { makeWorkspace } from "../workspace.js";
import type { Workspace } from "../workspace.js";
import { freePort, occupy } from "./local-server.js";

const TOKEN = "zt_token-that-nobody-may-read";

let workspace: Workspace;
beforeAll(async () => {
  workspace = await makeWorkspace();
});
afterAll(() => workspace.remove());

const closing: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

async function answering(listener: RequestListener): Promise<string> {
  const server = await listen(listener);
  closing.push(server.close);
  return server.url;
}

const json = (status: number, body: object, headers: Record<string, string> = {}) =>
  answering((_, answer) => {
    answer.writeHead(status, { "Content-Type": "application/json", ...headers });
    answer.end(JSON.stringify(body));
  });

const SESSION = {
  version: "9.9.9",
  user: { id: "u", name: "default", role: "admin" },
  project: { id: "p", name: "default" },
};

/** Of a certificate that nobody has signed. */
async function secured(): Promise<string> {
  const [key, cert] = ["key.pem", "cert.pem"].map((name) => join(workspace.folder, name));
  if (key === undefined || cert === undefined) throw new Error("no files");
  const request = ["req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1"];
  const subject = ["-nodes", "-days", "2", "-subj", "/CN=localhost"];
  execFileSync("openssl", [...request, ...subject, "-keyout", key, "-out", cert], {
    stdio: "ignore",
  });
  const server = createServer({ key: readFileSync(key), cert: readFileSync(cert) });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  closing.push(async () => void server.close());
  return `https://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

interface Fault {
  readonly name: string;
  /** Makes the server; resolves to its URL. */
  readonly at: () => Promise<string>;
  readonly says: string;
  readonly hint: string;
}

const FAULTS: readonly Fault[] = [
  {
    name: "nothing at the port",
    at: async () => `http://127.0.0.1:${await freePort()}`,
    says: "cannot be reached: nothing listens there",
    hint: "zenml profile list",
  },
  {
    name: "no answer",
    at: () => answering(() => undefined),
    says: "no answer came within 4.5 seconds",
    hint: "Check that it runs",
  },
  {
    name: "a page of HTML",
    at: () => answering((_, answer) => void answer.end("<html>Welcome to nginx!</html>")),
    says: "not as a ZenML server does",
    hint: "Check the URL",
  },
  {
    name: "broken JSON",
    at: () => answering((_, answer) => void answer.end('{"user": {"id')),
    says: "not as a ZenML server does",
    hint: "Check the URL",
  },
  {
    name: "JSON of another program",
    at: () => json(200, { couchdb: "Welcome" }),
    says: "not as a ZenML server does",
    hint: "Check the URL",
  },
  {
    name: "an answer that ends in the middle",
    at: () =>
      answering((_, answer) => {
        answer.writeHead(200, { "Content-Length": "1000" }).write('{"user"');
        setImmediate(() => answer.destroy());
      }),
    says: "it closed the connection",
    hint: "Check that it runs",
  },
  {
    name: "another protocol at the port",
    at: async () => {
      const port = await freePort();
      const server = await occupy(port);
      closing.push(async () => void server.close());
      return `http://127.0.0.1:${port}`;
    },
    says: "cannot be reached",
    hint: "Check that it runs",
  },
  {
    name: "429 with a time to wait",
    at: () =>
      answering((_, answer) => void answer.writeHead(429, { "Retry-After": "900" }).end("slow")),
    says: "was asked too often (status 429)",
    hint: "Try again in 900 seconds",
  },
  {
    name: "503 with a time to wait",
    at: () =>
      answering((_, answer) => void answer.writeHead(503, { "Retry-After": "120" }).end("later")),
    says: "takes no requests now (status 503)",
    hint: "Try again in 120 seconds",
  },
  {
    name: "a redirect",
    at: () =>
      answering((_, answer) => {
        answer.writeHead(302, { Location: "https://sso.example.org/login" }).end();
      }),
    says: "says that it is elsewhere",
    hint: "https://sso.example.org/login",
  },
  {
    name: "a certificate that nobody trusts",
    at: secured,
    says: "its certificate is signed by nobody that this machine trusts",
    hint: "--ssl-ca",
  },
  {
    name: "a server of release 0.20",
    at: () =>
      answering(({ url }, answer) => {
        const isInfo = url === "/api/v1/info";
        answer.writeHead(isInfo ? 200 : 404, { "Content-Type": "application/json" });
        answer.end(JSON.stringify(isInfo ? { version: "0.20.5" } : { detail: "Not Found" }));
      }),
    says: "(ZenML 0.20.5) speaks version 1 of the API, this program 2",
    hint: "Update the server",
  },
  {
    name: "a server of a later API",
    at: () => json(200, { ...SESSION, api_version: 3 }),
    says: "(ZenML 9.9.9) speaks version 3 of the API, this program 2",
    hint: "Update the program",
  },
  {
    name: "a token that is known to nobody",
    at: () => json(401, { error: { code: "unauthenticated", message: "Who are you?" } }),
    says: "Who are you?",
    hint: "",
  },
];

test.each(FAULTS)("$name: one error, a way out, and the token nowhere", async (fault) => {
  const env = { ZENML_STORE_URL: await fault.at(), ZENML_API_TOKEN: TOKEN };
  const { code, stdout, stderr } = await workspace.zenmlIn(env, "stack", "list");
  expect(stderr).toContain(fault.says);
  expect(stderr).toContain(fault.hint);
  expect(code).toBe(1);
  expect(stdout).toBe("");
  expect(stderr.match(/^Error/gm) ?? []).toHaveLength(1);
  expect(stderr).not.toMatch(/^\s+at /m);
  expect(stderr).not.toContain(TOKEN);
});
