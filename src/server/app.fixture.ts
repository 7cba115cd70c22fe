// A server on a store in memory, whose tokens say who asks.
import type { Principal, Role } from "../domain/principal.js";
import { ensureDefaults } from "../store/bootstrap.js";
import type { Defaults } from "../store/bootstrap.js";
import { MemoryDriver } from "../store/memory/memory-driver.js";
import { shareDriver } from "../store/store-sessions.js";
import type { StoreSessions } from "../store/store-sessions.js";
import { createApp } from "./app.js";
import type { AppOptions } from "./app.js";
import type { Credentials } from "./http/asked.js";

const SOURCE = { now: () => new Date().toISOString(), newId: () => crypto.randomUUID() };

export interface Asked {
  readonly method?: string;
  /** Undefined: nobody. */
  readonly role?: Role | undefined;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface Answered {
  readonly status: number;
  readonly headers: Headers;
  /** Looked at by tests as it comes. */
  // oxlint-disable-next-line typescript/no-explicit-any
  readonly body: any;
}

export interface Client {
  readonly defaults: Defaults;
  ask(path: string, asked?: Asked): Promise<Answered>;
  send(request: Request): Promise<Response>;
}

export interface MemorySessions {
  readonly driver: MemoryDriver;
  readonly defaults: Defaults;
  readonly stores: StoreSessions;
}

export async function memorySessions(): Promise<MemorySessions> {
  const driver = new MemoryDriver();
  const defaults = await ensureDefaults(driver, SOURCE);
  return {
    driver,
    defaults,
    stores: shareDriver(driver, { type: "memory", url: "memory:", ...SOURCE }),
  };
}

export async function startApp(options: Partial<AppOptions> = {}): Promise<Client> {
  const { defaults, stores } = await memorySessions();
  const authenticate = async ({ headers }: Credentials): Promise<Principal | undefined> => {
    const role = headers.get("Authorization")?.replace("Bearer ", "");
    if (role !== "admin" && role !== "editor" && role !== "viewer") return undefined;
    return { user_id: defaults.user.id, user_name: role, role };
  };
  const app = createApp({ stores, authenticate, ...options });
  return {
    defaults,
    send: (request) => app.fetch(request),
    ask: async (path, { method = "GET", role, body, headers = {} } = {}) => {
      const own = {
        ...(role === undefined ? {} : { Authorization: `Bearer ${role}` }),
        ...(body === undefined ? {} : { "Content-Type": "application/json" }),
      };
      const sent = body === undefined ? null : JSON.stringify(body);
      const init = { method, body: sent, headers: { ...own, ...headers } };
      const response = await app.fetch(new Request(`http://server.example${path}`, init));
      const text = await response.text();
      const parsed: unknown = text === "" ? undefined : JSON.parse(text);
      return { status: response.status, headers: response.headers, body: parsed };
    },
  };
}
