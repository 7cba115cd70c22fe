import { createServer } from "node:net";
import type { AddressInfo, Socket } from "node:net";
import { afterEach, expect, test } from "vitest";
import { Journal } from "../../src/runtime/journal/journal.js";
import { openStore } from "../../src/store/open.js";
import { createRestStore } from "../../src/store/rest/rest-store.js";
import type { RestStoreOptions } from "../../src/store/rest/rest-store.js";
import { Samples, uuid } from "../contract/zen-store/samples.js";
import { TOKEN, listen, memoryApp, serve } from "./rest-server.js";

const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

const STACK = { name: "mine", shared: false, components: {} };

test("a store is opened by its URL, over a real connection", async () => {
  const server = await serve(await memoryApp());
  closing.push(server.close);
  const { store } = await openStore({ type: "rest", url: `${server.url}/`, token: () => TOKEN });
  expect([store.type, store.url]).toEqual(["rest", server.url]);
  const made = await store.stacks.create({ ...STACK, name: "🙂 Größe" });
  expect(await store.stacks.get("🙂 Größe")).toEqual(made);
  await store.stacks.delete(made.id);
  expect(await store.stacks.find(made.id)).toBeUndefined();
  await store.close();
});

interface Trouble {
  readonly url: string;
  readonly options?: Partial<RestStoreOptions>;
}

async function troubleOf({ url, options }: Trouble): Promise<unknown> {
  return createRestStore({ url, token: () => TOKEN, ...options }).catch((error: unknown) => error);
}

test("nobody listening is said with host and port, and a way out", async () => {
  const { port, close } = await listen(() => undefined);
  await close();
  expect(await troubleOf({ url: `http://127.0.0.1:${port}` })).toMatchObject({
    code: "store_unreachable",
    message: `The server 127.0.0.1:${port} cannot be reached: nothing listens there.`,
    hint: expect.stringContaining("zenml profile list"),
  });
});

test("a server that never answers is given up", async () => {
  const sockets: Socket[] = [];
  const server = createServer((socket) => sockets.push(socket));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  closing.push(async () => {
    for (const socket of sockets) socket.destroy();
    await new Promise((resolve) => server.close(resolve));
  });
  const { port } = server.address() as AddressInfo;
  const options = { patience: 250 };
  expect(await troubleOf({ url: `http://127.0.0.1:${port}`, options })).toMatchObject({
    code: "store_unreachable",
    message: `The server 127.0.0.1:${port} cannot be reached: no answer came within 0.25 seconds.`,
  });
});

test("a name that no machine has is said", async () => {
  expect(await troubleOf({ url: "http://nowhere.invalid" })).toMatchObject({
    code: "store_unreachable",
    message: expect.stringContaining("nowhere.invalid:80"),
  });
});

test.each([
  ["ftp://example.org", "none of a server"],
  ["http://", "none of a server"],
  ["not a URL", "none of a server"],
  ["https://ada:hunter2@example.org", "no user and no password"],
])("%s is no URL of a server", async (url, message) => {
  const error = await troubleOf({ url });
  expect(error).toMatchObject({ code: "invalid_input", message: expect.stringContaining(message) });
  expect(JSON.stringify([error, String(error)])).not.toContain("hunter2");
});

test.each([
  [200, "<html>", "not as a ZenML server does"],
  [200, "{}", "not as a ZenML server does"],
  [404, "<html>", "not as a ZenML server does"],
  [302, "", "elsewhere"],
  [401, "", "who asks"],
])("a status %i with the body %j is no server of ours", async (status, body, message) => {
  const server = await listen((_, answer) => {
    answer.writeHead(status, { Location: "https://example.org/login" }).end(body);
  });
  closing.push(server.close);
  expect(await troubleOf(server)).toMatchObject({ message: expect.stringContaining(message) });
});

test("who is unknown is told how to say who asks; the token is in no message", async () => {
  const app = await memoryApp();
  const fetch = (request: Request) => app.fetch(request);
  const url = "http://server.example";
  const wrong = "wrong-token";
  const unknown = await troubleOf({ url, options: { fetch, token: () => wrong } });
  expect(unknown).toMatchObject({
    code: "unauthenticated",
    hint: expect.stringContaining("ZENML_API_TOKEN"),
  });
  const broken = await troubleOf({ url, options: { fetch, token: () => `${TOKEN}\nX: y` } });
  expect(broken).toMatchObject({ code: "unauthenticated" });
  for (const error of [unknown, broken]) {
    expect(JSON.stringify([error, String(error)])).not.toMatch(/wrong-token|secret-token/);
  }
});

test("a project that is not there is named with the nearest one", async () => {
  const app = await memoryApp();
  const fetch = (request: Request) => app.fetch(request);
  const options = { fetch, project: "defaul/t" };
  expect(await troubleOf({ url: "http://server.example", options })).toMatchObject({
    code: "not_found",
    hint: "Did you mean 'default'?",
  });
});

/** A connection on which an answer is lost whenever the test says so. */
async function flaky() {
  const app = await memoryApp();
  let failures: ("before" | "after" | 503)[] = [];
  const seen: string[] = [];
  const fetch = async (request: Request): Promise<Response> => {
    seen.push(request.method);
    const failure = failures.shift();
    if (failure === "before") throw new TypeError("fetch failed");
    const response =
      failure === 503 ? new Response("busy", { status: 503 }) : await app.fetch(request);
    if (failure === "after") throw new TypeError("fetch failed");
    return response;
  };
  const pauses: number[] = [];
  const pause = async (milliseconds: number) => void pauses.push(milliseconds);
  const options = { url: "http://server.example", token: () => TOKEN, fetch, pause };
  const store = await createRestStore(options);
  return {
    store,
    pauses,
    seen,
    fail: (...next: typeof failures) => {
      seen.length = 0;
      failures = next;
    },
  };
}

test("what failed on the way is tried again, ever later, and done once", async () => {
  const { store, fail, pauses, seen } = await flaky();
  fail("before", "after", 503);
  const made = await store.stacks.create(STACK);
  expect(seen).toEqual(["POST", "POST", "POST", "POST"]);
  expect(pauses).toEqual([100, 300, 900]);
  expect(await store.stacks.get("mine")).toEqual(made);
  fail("after");
  const changed = await store.stacks.update(
    made.id,
    { name: "new" },
    { expect: { name: ["mine"] } },
  );
  expect(changed.name).toBe("new");
  fail("after");
  await store.commit([
    { op: "create", resource: "stack", entity: { ...made, id: crypto.randomUUID() } },
  ]);
  fail("after");
  await store.stacks.delete(made.id);
  expect((await store.stacks.list()).items.map(({ name }) => name)).toEqual(["default", "mine"]);
});

test("a refusal is final, and what never gets through is said", async () => {
  const { store, fail, seen } = await flaky();
  fail();
  await expect(store.stacks.create({ ...STACK, name: "default" })).rejects.toMatchObject({
    code: "entity_exists",
  });
  expect(seen).toEqual(["POST"]);
  fail("before", "before", "before", "before", "before");
  await expect(store.stacks.list()).rejects.toMatchObject({ code: "store_unreachable" });
  expect(seen).toHaveLength(4);
});

test("an answer lost for good, when the server forgot the key, makes nothing twice", async () => {
  const app = await memoryApp();
  let isLost = false;
  let kept: Request | undefined;
  const fetch = async (request: Request): Promise<Response> => {
    if (!isLost) return app.fetch(request);
    isLost = false;
    kept = request.clone();
    await app.fetch(request);
    // As after a restart: the key is another one, the entity is there.
    throw new TypeError("fetch failed");
  };
  const forgetful = async (request: Request): Promise<Response> => {
    const copy = new Request(request);
    if (kept !== undefined) copy.headers.set("Idempotency-Key", crypto.randomUUID());
    return fetch(copy);
  };
  const store = await createRestStore({
    url: "http://server.example",
    token: () => TOKEN,
    fetch: forgetful,
  });
  isLost = true;
  const made = await store.stacks.create(STACK);
  expect((await store.stacks.list()).items.filter(({ id }) => id === made.id)).toHaveLength(1);
});

test("a list by more ids than a URL holds is asked for all the same", async () => {
  const { store, fail, seen } = await flaky();
  const { id } = await store.stacks.get("default");
  fail();
  const ids = Array.from({ length: 500 }, () => crypto.randomUUID());
  const filters = [{ field: "id", operator: "in", value: [...ids, id] }] as const;
  expect((await store.stacks.list({ filters })).items.map((stack) => stack.id)).toEqual([id]);
  expect(seen).toEqual(["POST"]);
});

test("what a run notes at once may be more than a request holds", async () => {
  const server = await serve(await memoryApp());
  closing.push(server.close);
  const { store } = await openStore({ type: "rest", url: server.url, token: () => TOKEN });
  const journal = new Journal(store, { delay: 60_000, limit: 1000 });
  const [run, artifact] = [
    await new Samples(store).create("run"),
    await new Samples(store).create("artifact"),
  ];
  const environment = { text: "x".repeat(1024 * 1024) };
  for (let number = 1; number <= 40; number += 1) {
    const id = uuid(number, "eeeeeeee");
    const noted = { ...run, id, name: `big ${number}`, environment };
    journal.later([
      { op: "create", resource: "run", entity: noted },
      { op: "create", resource: "artifact", entity: { ...artifact, id, run_id: id } },
    ]);
  }
  await journal.end([]);
  const names: string[] = [];
  for await (const { name } of store.runs.all()) names.push(name);
  expect(names).toHaveLength(41);
  const last = uuid(40, "eeeeeeee");
  expect(await store.artifacts.find(last)).toMatchObject({ run_id: last });
  expect((await store.runs.find(last))?.environment).toEqual(environment);
}, 60_000);
