// Stores on database servers: each file of tests has a database of its own, each test an empty one.
import { openStore } from "../../../src/store/open.js";
import type { ZenStore } from "../../../src/store/zen-store.js";
import type { TestDatabase, TestServer } from "../../databases/servers.js";
import type { Subject } from "./subject.js";

export function onServer(server: TestServer): Subject {
  let database: TestDatabase | undefined;
  return {
    name: server.name,
    unavailable: server.url === undefined ? server.reason : undefined,
    newPlace: async () => {
      database ??= await server.createDatabase();
      const { url } = database;
      await database.empty();
      let opened: ZenStore[] = [];
      const restart = async (): Promise<void> => {
        await Promise.all(opened.map((store) => store.close()));
        opened = [];
      };
      return {
        open: async (options = {}) => {
          const { store } = await openStore({ type: "sql", url, ...options });
          opened.push(store);
          return store;
        },
        restart,
        remove: restart,
      };
    },
    end: async () => {
      await database?.drop();
      database = undefined;
    },
  };
}
