// A client of a store and a folder of its own, without any file of the machine's settings.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { History } from "../../runtime/engine/history.fixture.js";
import { Client } from "../client.js";
import { openSession } from "../session.js";
import type { Session } from "../session.js";

export interface ArtifactsPlace {
  readonly client: Client;
  readonly session: Session;
  readonly history: History;
  readonly folder: string;
  close(): Promise<void>;
}

export async function openPlace(): Promise<ArtifactsPlace> {
  const folder = mkdtempSync(join(tmpdir(), "zenml-artifacts-"));
  const env = {
    HOME: folder,
    ZENML_CONFIG_PATH: join(folder, "config"),
    ZENML_STORE_URL: `sqlite:///${join(folder, "store.db")}`,
  };
  const session = await openSession({ env, cwd: folder });
  const client = Client.of(session);
  return {
    ...{ client, session, folder, history: new History(session.store) },
    close: async () => {
      await client.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
