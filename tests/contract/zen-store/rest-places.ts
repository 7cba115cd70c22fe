// A server in this process, and the client that speaks to it through its fetch handler: no port needed.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Principal } from "../../../src/domain/principal.js";
import { createApp } from "../../../src/server/app.js";
import type { App } from "../../../src/server/app.js";
import { ensureDefaults } from "../../../src/store/bootstrap.js";
import { openDriver } from "../../../src/store/drivers.js";
import { createRestStore } from "../../../src/store/rest/rest-store.js";
import { shareDriver } from "../../../src/store/store-sessions.js";
import type { StoreSessions } from "../../../src/store/store-sessions.js";
import type { Place, Subject } from "./subject.js";

const SOURCE = { now: () => new Date().toISOString(), newId: () => crypto.randomUUID() };

export const restOverMemory: Subject = {
  name: "rest over memory",
  newPlace: async () => {
    const { restart: _none, ...place } = await restPlace("memory", () => "memory:");
    return place;
  },
};

export const restOverSqlite: Subject = {
  name: "rest over sqlite",
  newPlace: () => restPlace("sql", (folder) => `sqlite:///${join(folder, "store.db")}`),
};

interface Running {
  readonly stores: StoreSessions;
  readonly app: App;
  readonly admin: Principal;
}

async function restPlace(
  type: "memory" | "sql",
  urlIn: (folder: string) => string,
): Promise<Place & Required<Pick<Place, "restart">>> {
  const folder = mkdtempSync(join(tmpdir(), "zenml-contract-"));
  let running = await serve(type, urlIn(folder));
  return {
    open: ({ project, principal = running.admin } = {}) =>
      createRestStore({
        url: "http://store.example",
        project,
        fetch: (request) => running.app.fetch(request),
        token: () => tokenOf(principal),
      }),
    restart: async () => {
      await running.stores.close();
      running = await serve(type, urlIn(folder));
    },
    remove: async () => {
      await running.stores.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function serve(type: "memory" | "sql", url: string): Promise<Running> {
  const onWarning = (): void => undefined;
  const options = { cwd: "/", createIfMissing: true, joinsOthers: false, onWarning };
  const driver = await openDriver({ type, url, ...options });
  const { user } = await ensureDefaults(driver, SOURCE);
  const stores = shareDriver(driver, { type, url, ...SOURCE });
  const app = createApp({
    stores,
    authenticate: async (request) => principalOf(request.headers.get("Authorization")),
    onError: (error) => {
      throw error;
    },
  });
  return { stores, app, admin: { user_id: user.id, user_name: user.name, role: "admin" } };
}

/** A token that says who he is: good enough where nobody lies. */
function tokenOf(principal: Principal): string {
  return Buffer.from(JSON.stringify(principal)).toString("base64url");
}

function principalOf(header: string | null): Principal | undefined {
  const token = /^Bearer (.+)$/.exec(header ?? "")?.[1];
  return token === undefined
    ? undefined
    : JSON.parse(Buffer.from(token, "base64url").toString("utf8"));
}
