// The server has no files to give and opens nothing that a client names: paths are names of routes, and
// ids are asked of the store.
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { startPeople } from "../people.fixture.js";
import { Router } from "../routes/router.js";

const SERVER = join(import.meta.dirname, "..");

/** Ways out of a folder, as they have been tried elsewhere. */
const CORPUS = [
  "/..",
  "/../../../../etc/passwd",
  "/style.css/../../etc/passwd",
  "/%2e%2e/%2e%2e/etc/passwd",
  "/%252e%252e/%252e%252e/etc/passwd",
  "/..%2f..%2fetc%2fpasswd",
  "/..%5c..%5cetc%5cpasswd",
  "/..;/..;/etc/passwd",
  "/style.css;/../etc/passwd",
  "/%c0%ae%c0%ae/etc/passwd",
  "//etc/passwd",
  "///evil.example/share",
  "/\\\\evil.example\\share",
  "/%5c%5cevil.example%5cshare",
  "/file:///etc/passwd",
  "/http://evil.example/",
  "/etc/passwd%00.css",
  "/C:/Windows/win.ini",
  "/proc/self/environ",
  "/package.json",
];

test("no path leads to a file, whatever it is written like", async () => {
  const { app } = await startPeople();
  const router = new Router(app.routes);
  const found = CORPUS.filter((path) => router.find("GET", path) !== undefined);
  expect(found).toEqual([]);
});

test("a path is decoded once, and what is decoded makes no further part", () => {
  const routes = new Router([
    { method: "GET", path: "/files/:id" },
    { method: "GET", path: "/files/:id/secret" },
  ] as const);
  const idOf = (path: string) => routes.find("GET", path)?.params["id"];
  expect(idOf("/files/%61")).toBe("a");
  expect(idOf("/files/%2561")).toBe("%61");
  expect(idOf("/files/%252e%252e")).toBe("%2e%2e");
  expect(idOf("/files/a%2fsecret")).toBe("a/secret");
  expect(routes.find("GET", "/files/a/../b")).toBeUndefined();
});

test("what stands for an id is looked up and never opened", async () => {
  const server = await startPeople();
  const { token } = await server.join("ada");
  const project = `/api/v2/projects/${server.defaults.project.id}`;
  const names = [
    "..",
    "../../x",
    "..\\x",
    "%2e%2e",
    "\\\\evil\\share",
    "file:///etc/passwd",
    "a;b",
  ];
  for (const name of names) {
    const path = `${project}/stacks/${encodeURIComponent(name).replaceAll(".", "%2e")}`;
    const { status, body } = await server.ask(path, { token });
    expect([name, status, body?.error?.code]).toEqual([name, 404, "not_found"]);
  }
});

/** What reads files, and what it reads: files that the configuration names. */
const READERS = ["main.ts", "serve.ts"];

test("nothing that answers requests can open a file, a URL or a program", () => {
  const files = readdirSync(SERVER, { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".ts") && !/\.(test|fixture)\.ts$/.test(file))
    .map((file) => [file.replaceAll("\\", "/"), readFileSync(join(SERVER, file), "utf8")] as const);
  expect(files.length).toBeGreaterThan(50);
  const opening =
    /from "node:(fs|child_process|vm|dgram|http2)|(await|return|=|\() *fetch\(|\brequire\(|\beval\(/;
  const found = files.filter(([, text]) => opening.test(text)).map(([file]) => file);
  expect(found.toSorted()).toEqual(READERS);
  const clients = /import \{[^}]*\b(request|connect|get)\b[^}]*\} from "node:(https?|net|tls)"/;
  expect(files.filter(([, text]) => clients.test(text)).map(([file]) => file)).toEqual([]);
});
