import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { ensureDefaults } from "../../src/store/bootstrap.js";
import { createStore } from "../../src/store/local-store.js";
import { MemoryDriver } from "../../src/store/memory/memory-driver.js";
import { openStore } from "../../src/store/open.js";
import type { ZenStore } from "../../src/store/zen-store.js";
import { zenStoreContract } from "./zen-store.js";
import { restOverMemory, restOverSqlite } from "./zen-store/rest-places.js";
import type { OpenOptions, Place, Subject } from "./zen-store/subject.js";

const SUBJECTS: readonly Subject[] = [
  { name: "memory", newPlace: memoryPlace },
  onDisk("local", (folder) => pathToFileURL(join(folder, "store")).href),
  onDisk("sql", (folder) => `sqlite:///${join(folder, "store.db")}`),
  restOverMemory,
  restOverSqlite,
];

for (const subject of SUBJECTS) zenStoreContract(subject);

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

function onDisk(type: "local" | "sql", urlIn: (folder: string) => string): Subject {
  return {
    name: type,
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
