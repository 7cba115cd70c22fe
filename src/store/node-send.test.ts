import { createServer } from "node:http";
import type { RequestListener } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, expect, test } from "vitest";
import { nodeSend } from "./node-send.js";
import type { Outgoing } from "./send.js";

const closing: (() => void)[] = [];
afterEach(() => {
  for (const close of closing.splice(0)) close();
});

async function serve(listener: RequestListener): Promise<string> {
  const server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  closing.push(() => {
    server.close();
    server.closeAllConnections();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

const asked = (url: string, more: Partial<Outgoing> = {}): Outgoing => ({
  url,
  method: "GET",
  headers: {},
  body: null,
  timeout: 30_000,
  ...more,
});

test("method, path, headers and every byte of the body arrive, with their length", async () => {
  const url = await serve((request, response) => {
    let body = "";
    request.setEncoding("utf8");
    request.on("data", (part: string) => (body += part));
    request.on("end", () => {
      const { method, url: path, headers } = request;
      response.end(JSON.stringify({ method, path, body, headers }));
    });
  });
  const body = "größe 🙂".repeat(50_000);
  const headers = { "Content-Type": "text/plain", "X-Own": "yes" };
  const answer = await nodeSend(asked(`${url}/a?b=c`, { method: "POST", headers, body }));
  const told = JSON.parse(await answer.text()) as Record<string, unknown>;
  expect(told).toMatchObject({ method: "POST", path: "/a?b=c", body });
  expect(told["headers"]).toMatchObject({
    "x-own": "yes",
    "content-length": String(Buffer.byteLength(body)),
  });
});

test("status and headers are read whatever their case; what is not there is null", async () => {
  const url = await serve((_, response) => {
    response.writeHead(503, { "Retry-After": "7", "X-Many": ["a", "b"] });
    response.end();
  });
  const answer = await nodeSend(asked(url));
  expect(answer.status).toBe(503);
  expect(answer.headers.get("retry-after")).toBe("7");
  expect(answer.headers.get("X-MANY")).toBe("a, b");
  expect(answer.headers.get("X-None")).toBeNull();
  expect(await answer.text()).toBe("");
});

test("letters that lie on the border of two packets stay whole", async () => {
  const bytes = Buffer.from("🙂");
  const url = await serve((_, response) => {
    response.write(bytes.subarray(0, 2), () => response.end(bytes.subarray(2)));
  });
  expect(await (await nodeSend(asked(url))).text()).toBe("🙂");
});

test("an answer that ends in the middle is an error, not a short answer", async () => {
  const url = await serve((_, response) => {
    response.writeHead(200, { "Content-Length": "100" });
    response.write("half", () => response.destroy());
  });
  const answer = await nodeSend(asked(url));
  await expect(answer.text()).rejects.toThrow();
});

test("who waited long enough for an answer is told so", async () => {
  const url = await serve(() => undefined);
  const waiting = nodeSend(asked(url, { timeout: 20 }));
  await expect(waiting).rejects.toMatchObject({ name: "TimeoutError" });
});

test("who waited long enough for the end of an answer is told so", async () => {
  const url = await serve((_, response) => {
    response.writeHead(200, { "Content-Length": "100" });
    response.write("half");
  });
  const answer = await nodeSend(asked(url, { timeout: 200 }));
  await expect(answer.text()).rejects.toMatchObject({ name: "TimeoutError" });
});

test("an address of version 6 is asked as one", async () => {
  const server = createServer((request, response) => response.end(request.headers.host));
  await new Promise<void>((resolve) => server.listen(0, "::1", resolve));
  closing.push(() => void server.close());
  const { port } = server.address() as AddressInfo;
  const answer = await nodeSend(asked(`http://[::1]:${port}/`));
  expect(await answer.text()).toBe(`[::1]:${port}`);
});

test("nobody listening is an error", async () => {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  const answer = nodeSend(asked(`http://127.0.0.1:${port}`));
  await expect(answer).rejects.toMatchObject({ code: "ECONNREFUSED" });
});
