import assert from "node:assert/strict";
import type { Secret, SecretsManager } from "../stack/secrets-manager.js";
import type { Open, TestFunction } from "./suite.js";

type Law = (manager: SecretsManager) => Promise<void>;

const DATABASE: Secret = {
  name: "database",
  schema: "arbitrary",
  values: { user: "ada", password: "päss wörd 🔑\n" },
};

const LAWS: Readonly<Record<string, Law>> = {
  "a secret comes back as it was": async (manager) => {
    await manager.create(DATABASE);
    assert.deepEqual(await manager.get("database"), DATABASE);
  },
  "what is not there is undefined, and cannot be changed or deleted": async (manager) => {
    assert.equal(await manager.get("database"), undefined);
    await assert.rejects(manager.update("database", { user: "eve" }), { code: "not_found" });
    await assert.rejects(manager.delete("database"), { code: "not_found" });
  },
  "a name is given once": async (manager) => {
    await manager.create(DATABASE);
    await assert.rejects(manager.create(DATABASE), { code: "entity_exists" });
    assert.equal((await manager.list()).length, 1);
  },
  "lists name secrets and their keys, and no values": async (manager) => {
    await manager.create(DATABASE);
    await manager.create({ name: "mail", schema: "arbitrary", values: { token: "t" } });
    const listed = (await manager.list()).toSorted((a, b) => (a.name < b.name ? -1 : 1));
    assert.deepEqual(
      listed.map(({ name, keys }) => [name, keys.toSorted()]),
      [
        ["database", ["password", "user"]],
        ["mail", ["token"]],
      ],
    );
    assert.ok(!JSON.stringify(listed).includes("ada"));
  },
  "an update sets its values and leaves the others": async (manager) => {
    await manager.create(DATABASE);
    const updated = await manager.update("database", { user: "eve", port: "5432" });
    const values = { ...DATABASE.values, user: "eve", port: "5432" };
    assert.deepEqual(updated.values, values);
    assert.deepEqual((await manager.get("database"))?.values, values);
  },
  "a deleted secret is gone, and all can be deleted at once": async (manager) => {
    await manager.create(DATABASE);
    await manager.delete("database");
    assert.equal(await manager.get("database"), undefined);
    await manager.create(DATABASE);
    assert.deepEqual(await manager.deleteAll(), ["database"]);
    assert.deepEqual(await manager.list(), []);
  },
};

/** What every secrets manager must do, a test each. */
export function testSecretsManager(test: TestFunction, open: Open<SecretsManager>): void {
  for (const [name, law] of Object.entries(LAWS)) {
    test(`secrets manager: ${name}`, async () => law(await open()));
  }
}
