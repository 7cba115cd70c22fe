// A server in this process with real accounts, on a store in memory.
import type { User } from "../domain/entities/user.js";
import { ensureDefaults } from "../store/bootstrap.js";
import type { Defaults } from "../store/bootstrap.js";
import { MemoryDriver } from "../store/memory/memory-driver.js";
import { createApp } from "./app.js";
import type { App } from "./app.js";
import type { Answered } from "./app.fixture.js";
import type { Connection } from "./http/connection.js";
import { openPeople } from "./open-people.js";
import type { People, PeopleOptions } from "./open-people.js";

export interface AskedBy {
  readonly method?: string;
  readonly token?: string | undefined;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
  readonly from?: Partial<Connection>;
}

export interface PeopleServer {
  readonly app: App;
  readonly driver: MemoryDriver;
  readonly people: People;
  readonly defaults: Defaults;
  /** Lets the time go on, milliseconds. */
  wait(time: number): void;
  ask(path: string, asked?: AskedBy): Promise<Answered>;
  /** A token of the first administrator. */
  admin(): Promise<string>;
  /** Makes somebody with that role (null: none) and logs him in. */
  join(
    name: string,
    role?: string | null,
  ): Promise<{ readonly user: User; readonly token: string }>;
}

export const PASSWORD = "correct horse battery";

export async function startPeople(options: Partial<PeopleOptions> = {}): Promise<PeopleServer> {
  let now = Date.UTC(2026, 0, 1);
  // Each a moment later, so that what was done has an order.
  const source = {
    now: () => new Date((now += 1)).toISOString(),
    newId: () => crypto.randomUUID(),
  };
  const driver = new MemoryDriver();
  const defaults = await ensureDefaults(driver, source);
  const people = await openPeople(driver, {
    type: "memory",
    url: "memory:",
    isLocal: true,
    loginLifetime: 86_400_000,
    source,
    now: () => now,
    ...options,
  });
  const app = createApp({ ...people, now: () => now });
  const ask: PeopleServer["ask"] = async (path, asked = {}) => {
    const { method = "GET", token, body, headers = {}, from = {} } = asked;
    const own = {
      ...(token === undefined ? {} : { Authorization: `Bearer ${token}` }),
      ...(body === undefined ? {} : { "Content-Type": "application/json" }),
    };
    const init = { method, headers: { ...own, ...headers }, body: JSON.stringify(body) ?? null };
    const connection = { peer: "127.0.0.1", secure: false, loopback: true, ...from };
    const response = await app.fetch(new Request(`http://server.example${path}`, init), connection);
    const text = await response.text();
    const parsed: unknown = text === "" ? undefined : JSON.parse(text);
    return { status: response.status, headers: response.headers, body: parsed };
  };
  const login = async (name: string, password: string): Promise<string> => {
    const body = { name, password };
    return (await ask("/api/v2/login", { method: "POST", body })).body.token;
  };
  let first: Promise<string> | undefined;
  const admin = () => (first ??= login("default", ""));
  return {
    app,
    driver,
    people,
    defaults,
    wait: (time) => void (now += time),
    ask,
    admin,
    join: async (name, role = "editor") => {
      const body = { name, role, password: PASSWORD };
      const made = { method: "POST", token: await admin(), body };
      const { body: user } = await ask("/api/v2/accounts", made);
      return { user, token: await login(name, PASSWORD) };
    },
  };
}
