// A server of ours on a port of this machine, and one that does whatever a test wants.
import { createServer } from "node:http";
import type { IncomingMessage, RequestListener, ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { Principal } from "../../src/domain/principal.js";
import { createApp } from "../../src/server/app.js";
import type { App } from "../../src/server/app.js";
import { ensureDefaults } from "../../src/store/bootstrap.js";
import { MemoryDriver } from "../../src/store/memory/memory-driver.js";
import { shareDriver } from "../../src/store/store-sessions.js";

export const TOKEN = "secret-token-of-the-tests";

const SOURCE = { now: () => new Date().toISOString(), newId: () => crypto.randomUUID() };

/** Everybody with the token is the administrator. */
export async function memoryApp(): Promise<App> {
  const driver = new MemoryDriver();
  const { user } = await ensureDefaults(driver, SOURCE);
  const principal: Principal = { user_id: user.id, user_name: user.name, role: "admin" };
  return createApp({
    stores: shareDriver(driver, { type: "memory", url: "memory:", ...SOURCE }),
    authenticate: async ({ headers }) =>
      headers.get("Authorization") === `Bearer ${TOKEN}` ? principal : undefined,
  });
}

export interface Listening {
  readonly url: string;
  readonly port: number;
  close(): Promise<void>;
}

export async function listen(listener: RequestListener): Promise<Listening> {
  const server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    port,
    url: `http://127.0.0.1:${port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

export function serve(app: App): Promise<Listening> {
  return listen((incoming, outgoing) => void answer(app, incoming, outgoing));
}

async function answer(
  app: App,
  incoming: IncomingMessage,
  outgoing: ServerResponse,
): Promise<void> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(chunk);
  const headers = new Headers();
  for (const [name, value] of Object.entries(incoming.headers)) {
    if (typeof value === "string") headers.set(name, value);
  }
  const { method = "GET", url = "/" } = incoming;
  const body = chunks.length === 0 ? null : Buffer.concat(chunks);
  const request = new Request(`http://127.0.0.1${url}`, { method, headers, body });
  const response = await app.fetch(request);
  outgoing.writeHead(response.status, Object.fromEntries(response.headers));
  outgoing.end(await response.text());
}
