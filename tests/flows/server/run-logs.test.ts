// Logs and large values of runs that a server records, read from another machine.
import { createServer, request as ask } from "node:http";
import type { AddressInfo, Server } from "node:net";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { makeWorkspace } from "../workspace.js";
import type { Workspace } from "../workspace.js";
import { lastingServer } from "./lasting-server.js";
import type { LastingServer } from "./lasting-server.js";

const STEPS = `
import { pipeline, step } from "zenml";
const speak = step("speak", { enable_cache: false }, ({ lines }) => {
  for (let i = 0; i < lines; i++) console.log("line " + i + " " + "-".repeat(200));
  return lines;
});
const whisper = step("whisper", { enable_cache: false }, ({ after }) => {
  console.log("hush");
  return after;
});
const fill = step("fill", { enable_cache: false }, () => new Uint8Array(20_000_000).fill(7));
`;
const FILES = {
  "short.js": `${STEPS}
export const short = pipeline("short", () => whisper({ after: speak({ lines: 3 }) }));`,
  "long.js": `${STEPS}
export const long = pipeline("long", () => whisper({ after: speak({ lines: 300 }) }));`,
  "large.js": `${STEPS}
export const large = pipeline("large", () => fill());`,
};

let here: Workspace;
let there: Workspace;
let server: LastingServer;
beforeAll(async () => {
  [here, there, server] = await Promise.all([
    makeWorkspace(FILES),
    makeWorkspace(),
    lastingServer(),
  ]);
});
afterAll(async () => {
  await Promise.all([here.remove(), there.remove(), server.remove()]);
});

const run = (pipeline: string, ...args: readonly string[]) =>
  here.zenmlIn(server.env, "run", `${pipeline}.js`, "--name", pipeline, ...args);
const printed = (text: string) => text.split("\n").filter((line) => /line \d|hush/.test(line));

test("another machine reads a short log through the server, of one step too", async () => {
  expect(await run("short")).toMatchObject({ code: 0 });
  const whole = await there.zenmlIn(server.env, "run", "logs", "short");
  expect(printed(whole.stdout)).toHaveLength(4);
  const one = await there.zenmlIn(server.env, "run", "logs", "short", "--step", "whisper");
  expect(printed(one.stdout)).toEqual(["hush"]);
});

test("a long log is read whole where its artifact store is shared, else its end, with a word", async () => {
  const shared = join(here.folder, "shared");
  const stores = ["artifact-store", "register", "shared", "--flavor", "local", `--path=${shared}`];
  expect(await here.zenmlIn(server.env, ...stores)).toMatchObject({ code: 0 });
  const stack = ["stack", "register", "both", "-o", "default", "-a", "shared"];
  expect(await here.zenmlIn(server.env, ...stack)).toMatchObject({ code: 0 });
  expect(await run("long", "--stack", "both")).toMatchObject({ code: 0 });
  const whole = await there.zenmlIn(server.env, "run", "logs", "long");
  expect(printed(whole.stdout)).toHaveLength(301);
  expect(await here.zenmlIn(server.env, "run", "delete", "long", "--yes")).toMatchObject({
    code: 0,
  });

  const again = await run("long");
  expect(again.code, again.stderr).toBe(0);
  const end = await there.zenmlIn(server.env, "run", "logs", "long");
  expect(end.stderr).toContain("cannot be reached from here");
  const lines = printed(end.stdout);
  expect(lines.length).toBeGreaterThan(20);
  expect(lines.length).toBeLessThan(301);
  expect(lines.at(-1)).toContain("hush");
});

test("a value of 20 MB goes to the artifact store: no request to the server is large", async () => {
  const seen: number[] = [];
  const proxy = await counting(server.port, seen);
  const { port } = proxy.address() as AddressInfo;
  const env = { ...server.env, ZENML_STORE_URL: `http://127.0.0.1:${port}` };
  const { code, stderr } = await here.zenmlIn(env, "run", "large.js", "--name", "large");
  proxy.close();
  expect(code, stderr).toBe(0);
  expect(seen.length).toBeGreaterThan(3);
  expect(Math.max(...seen)).toBeLessThan(64 * 1024);
});

/** Passes requests on, and notes how large they are. */
async function counting(port: number, seen: number[]): Promise<Server> {
  const proxy = createServer((incoming, outgoing) => {
    let size = 0;
    incoming.on("data", (chunk: Buffer) => void (size += chunk.length));
    incoming.on("end", () => void seen.push(size));
    const { method, url, headers } = incoming;
    const passed = ask({ port, method, path: url, headers }, (answer) => {
      outgoing.writeHead(answer.statusCode ?? 500, answer.headers);
      answer.pipe(outgoing);
    });
    incoming.pipe(passed);
  });
  await new Promise<void>((resolve) => void proxy.listen(0, "127.0.0.1", resolve));
  return proxy;
}
