// Every kind of store that there is, as the suite is run on it. A new one is a row here and a file of one
// line beside the others.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { ensureDefaults } from "../../../src/store/bootstrap.js";
import { createStore } from "../../../src/store/local-store.js";
import { MemoryDriver } from "../../../src/store/memory/memory-driver.js";
import { openStore } from "../../../src/store/open.js";
import type { ZenStore } from "../../../src/store/zen-store.js";
import { MARIADB_SERVER, POSTGRES_SERVER } from "../../databases/servers.js";
import { restOverMemory, restOverSqlite } from "./rest-places.js";
import { onServer } from "./server-places.js";
import type { OpenOptions, Place, Subject } from "./subject.js";

export const SUBJECTS = {
  memory: { name: "memory", newPlace: memoryPlace },
  yaml: onDisk("yaml", "local", (folder) => pathToFileURL(join(folder, "store")).href),
  sqlite: onDisk("sqlite", "sql", (folder) => `sqlite:///${join(folder, "store.db")}`),
  mariadb: onServer(MARIADB_SERVER),
  postgres: onServer(POSTGRES_SERVER),
  "rest-over-memory": restOverMemory,
  "rest-over-sqlite": restOverSqlite,
} as const satisfies Readonly<Record<string, Subject>>;

/** Sessions of one driver: nothing is shared between drivers in memory. */
async function memoryPlace(): Promise<Place> {
  const driver = new MemoryDriver();
  const source = { now: () => new Date().toISOString(), newId: () => crypto.randomUUID() };
  const { user, project } = await ensureDefaults(driver, source);
  const open = async ({ project: name, principal: given }: OpenOptions = {}) => {
    const role = "admin" as const;
    const principal = given ?? { user_id: user.id, user_name: user.name, role };
    const session = (project_id: string): ZenStore =>
      createStore(driver, {
        type: "memory",
        url: "memory:",
        principal,
        scope: { user_id: principal.user_id, project_id },
        ...source,
      });
    const first = session(project.id);
    return name === undefined ? first : session((await first.projects.get(name)).id);
  };
  return { open, remove: async () => undefined };
}

function onDisk(name: string, type: "local" | "sql", urlIn: (folder: string) => string): Subject {
  return {
    name,
    newPlace: async () => {
      const folder = mkdtempSync(join(tmpdir(), "zenml-contract-"));
      let opened: ZenStore[] = [];
      const restart = async (): Promise<void> => {
        await Promise.all(opened.map((store) => store.close()));
        opened = [];
      };
      return {
        open: async (options = {}) => {
          const { store } = await openStore({ type, url: urlIn(folder), ...options });
          opened.push(store);
          return store;
        },
        restart,
        remove: async () => {
          await restart();
          rmSync(folder, { recursive: true, force: true });
        },
      };
    },
  };
}
