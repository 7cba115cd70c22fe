import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { openStore } from "../../src/store/open.js";
import { openMysqlUrl } from "../../src/store/sql/mysql/open-mysql.js";
import { openPostgresUrl } from "../../src/store/sql/postgres/open-postgres.js";
import type { StoreDriver } from "../../src/store/driver.js";
import type { ZenStore } from "../../src/store/zen-store.js";
import { makeUser, namesIn } from "../databases/load.js";
import { SERVERS } from "../databases/servers.js";
import type { TestDatabase } from "../databases/servers.js";
import { startProxy } from "../databases/proxy.js";
import type { Proxy } from "../databases/proxy.js";

/** What a person waits for an answer that is an error. */
const SOON = { timeout: 5000 };
const NOBODY = "127.0.0.1:1";

async function open(url: string, createIfMissing = true): Promise<ZenStore> {
  return (await openStore({ type: "sql", url, createIfMissing })).store;
}

/** Everything that a person or a log could see of the error. */
async function refusal(url: string): Promise<{ code: string; message: string; all: string }> {
  const error: unknown = await open(url).then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof Error) || !("code" in error)) throw new Error("it was not refused");
  const cause = error.cause instanceof Error ? error.cause.stack : "";
  const all = [error.stack, JSON.stringify(error), cause].join("\n");
  return { code: String(error.code), message: error.message, all };
}

describe.each(SERVERS)("$name $reason", (server) => {
  const isHere = server.url !== undefined;
  const testHere = test.runIf(isHere);
  let database: TestDatabase;
  let stores: ZenStore[] = [];

  beforeEach(async () => {
    if (isHere) database = await server.createDatabase();
  });
  afterEach(async () => {
    await Promise.all(stores.map((store) => store.close()));
    stores = [];
    if (isHere) await database.drop();
  });

  const opened = async (url: string): Promise<ZenStore> => {
    const store = await open(url);
    stores.push(store);
    return store;
  };
  /** Waits for nobody: what is gone is told at once. */
  const openImpatient = (url: string): Promise<StoreDriver> =>
    (server.name === "postgres" ? openPostgresUrl : openMysqlUrl)(url, { patience: 200 });
  const passwordOf = (url: string): string => decodeURIComponent(new URL(url).password);

  testHere(
    "a wrong password is told with host, port and user, and not repeated",
    SOON,
    async () => {
      const url = database.url.replace(/:[^:@]*@/, ":wr0ng%40secret@");
      const { code, message, all } = await refusal(url);
      const { host, username } = new URL(url);
      expect(code).toBe("store_unreachable");
      expect(message).toBe(`The server at ${host} refused the user '${username}' or the password.`);
      expect(all).not.toMatch(/wr0ng(%40|@)secret/);
    },
  );

  testHere("a port that nobody listens on is told with host and port", SOON, async () => {
    const { host } = new URL(database.url);
    const { code, message, all } = await refusal(database.url.replace(host, NOBODY));
    expect({ code, message }).toEqual({
      code: "store_unreachable",
      message: `Nothing answers at ${NOBODY}.`,
    });
    expect(all).not.toContain(passwordOf(database.url));
  });

  testHere("a host that there is not is told by name", SOON, async () => {
    const { host } = new URL(database.url);
    const { code, message, all } = await refusal(database.url.replace(host, "db.invalid:7777"));
    expect(code).toBe("store_unreachable");
    expect(message).toContain("db.invalid:7777");
    expect(all).not.toContain(passwordOf(database.url));
  });

  testHere("a server that never answers is given up", SOON, async () => {
    const proxy = await startProxy(database.url, { isSilent: true });
    try {
      const { code, message } = await refusal(proxy.url);
      expect(code).toBe("store_unreachable");
      expect(message).toContain(`${new URL(proxy.url).host} did not answer within 3 seconds`);
    } finally {
      await proxy.close();
    }
  });

  testHere("a database that there is not is told by name", SOON, async () => {
    const { code, message } = await refusal(database.url.replace(/[^/]*$/, "zenml_nowhere"));
    expect(code).toBe("not_found");
    expect(message).toContain(`'zenml_nowhere' at ${new URL(database.url).host}`);
  });

  testHere("a URL without a database is refused before anybody is asked", SOON, async () => {
    const { code, message, all } = await refusal(database.url.replace(/[^/]*$/, ""));
    expect(code).toBe("invalid_input");
    expect(message).toContain("it names no database");
    expect(all).not.toContain(new URL(database.url).password);
  });

  testHere("encryption that the server has not is told", SOON, async () => {
    const option = server.name === "postgres" ? "sslmode=require" : "ssl=true";
    const { code, message } = await refusal(`${database.url}?${option}`);
    expect(code).toBe("store_unreachable");
    expect(message).toContain("No encrypted connection");
  });

  testHere("a file of certificates that there is not is told", SOON, async () => {
    const option = server.name === "postgres" ? "sslmode=verify-ca&sslrootcert" : "ssl_ca";
    const { code, message } = await refusal(`${database.url}?${option}=/nowhere/ca.pem`);
    expect(code).toBe("invalid_input");
    expect(message).toContain("/nowhere/ca.pem");
  });

  testHere("an empty database is no store until one is asked for", async () => {
    await expect(open(database.url, false)).rejects.toMatchObject({ code: "not_found" });
    await opened(database.url);
    stores.push(await open(database.url, false));
  });

  testHere("the store's own URL hides the password", async () => {
    const { url } = await opened(database.url);
    expect(url).toContain(":***@");
    expect(url).not.toContain(new URL(database.url).password);
  });

  testHere("an old ZenML's and MLMD's tables stay as they are beside ours", async () => {
    const text = server.name === "postgres" ? "text" : "varchar(99)";
    for (const table of ["zenuser", "stackschema", "MLMDEnv", "Execution", "alembic_version"]) {
      await database.query(`create table ${table} (id ${text}, name ${text})`);
      await database.query(`insert into ${table} values ('1', 'old')`);
    }
    const store = await opened(database.url);
    await store.users.create({ name: "ada" });
    for (const table of ["zenuser", "stackschema", "MLMDEnv", "Execution", "alembic_version"]) {
      expect(await database.query(`select id, name from ${table}`)).toEqual([["1", "old"]]);
    }
  });

  testHere("tables of somebody else that are named like ours are not touched", async () => {
    await database.query("create table zen_user (id integer)");
    const { code, message } = await refusal(database.url);
    expect(code).toBe("store_foreign");
    expect(message).toContain("'zen_user'");
    const made = await database.query(
      "select table_name from information_schema.tables where table_name like 'zen\\_%' and table_schema in ('public', database_name())".replace(
        "database_name()",
        `'${database.name}'`,
      ),
    );
    expect(made).toEqual([["zen_user"]]);
  });

  testHere("a store of a newer version is refused, and left as it is", async () => {
    await (await open(database.url)).close();
    await database.query("update zen_meta set value = '99'");
    const { code, message } = await refusal(database.url);
    expect(code).toBe("store_too_new");
    expect(message).toContain("has version 99");
    expect(await database.query("select distinct value from zen_meta")).toEqual([["99"]]);
  });

  testHere("of several that make a store at once, one does", async () => {
    const outcomes = await Promise.all(
      Array.from({ length: 5 }, () => openStore({ type: "sql", url: database.url })),
    );
    stores = outcomes.map(({ store }) => store);
    const created = outcomes.map((outcome) => outcome.created.length);
    expect(created.sort()).toEqual([0, 0, 0, 0, 5]);
  });

  describe("behind a connection that breaks", () => {
    let proxy: Proxy;
    beforeEach(async () => {
      if (isHere) proxy = await startProxy(database.url);
    });
    afterEach(() => (isHere ? proxy.close() : undefined));

    testHere("reads and writes go on with a new one", async () => {
      const store = await opened(proxy.url);
      for (const name of ["one", "two"]) {
        proxy.cut();
        await store.stacks.create({ name, shared: false, components: {} });
        proxy.cut();
        expect((await store.stacks.get(name)).name).toBe(name);
      }
    });

    testHere("a change that was kept while its answer was lost is made once", async () => {
      const store = await opened(proxy.url);
      proxy.cutAfter = /commit(?!ted)/;
      const { id } = await store.stacks.create({ name: "new", shared: false, components: {} });
      proxy.cutAfter = /commit(?!ted)/;
      await store.stacks.update(id, { name: "renamed" }, { expect: { name: ["new"] } });
      expect((await store.stacks.list()).items.map(({ name }) => name)).toEqual([
        "default",
        "renamed",
      ]);
      proxy.cutAfter = /commit(?!ted)/;
      await store.stacks.delete(id);
      expect(proxy.cutAfter).toBeUndefined();
      expect((await store.stacks.list()).items).toHaveLength(1);
    });

    testHere("a change that may have been kept is told, and the store works again", async () => {
      const driver = await openImpatient(proxy.url);
      proxy.cutAt = /commit(?!ted)/;
      await expect(driver.write([makeUser("lost")])).rejects.toMatchObject({
        code: "store_unreachable",
        message: expect.stringContaining("it may have been"),
      });
      proxy.cutAt = undefined;
      await driver.write([makeUser("kept")]);
      expect(await namesIn(driver)).toEqual(["kept"]);
      await driver.close();
    });

    testHere("a server that is gone is told, and used again once it is back", async () => {
      const driver = await openImpatient(proxy.url);
      proxy.cutAt = /select/;
      await expect(namesIn(driver)).rejects.toMatchObject({ code: "store_unreachable" });
      proxy.cutAt = undefined;
      expect(await namesIn(driver)).toEqual([]);
      await driver.close();
    });
  });

  testHere("changes that stand in each other's way are all made in the end", async () => {
    const [one, two] = [await opened(database.url), await opened(database.url)];
    const [left, right] = [
      await one.stacks.create({ name: "left", shared: false, components: {} }),
      await one.stacks.create({ name: "right", shared: false, components: {} }),
    ];
    const rename = (store: ZenStore, ids: readonly string[], round: number): Promise<void> =>
      store.commit(
        ids.map((id, index) => ({
          op: "update",
          resource: "stack",
          id,
          set: { name: `${id} ${round} ${index}`.slice(0, 50), shared: round % 2 === 0 },
        })),
      );
    const rounds = Array.from({ length: 20 }, (_, round) => round);
    await Promise.all(
      rounds.flatMap((round) => [
        rename(one, [left.id, right.id], round),
        rename(two, [right.id, left.id], round),
      ]),
    );
    expect((await one.stacks.list()).items).toHaveLength(3);
  });

  testHere("names of 255 emoji in a row are told apart by the last one", async () => {
    const store = await opened(database.url);
    // As long as a name can be, in as many bytes as it can have.
    const long = "漢".repeat(254);
    await store.stacks.create({ name: `${long}字`, shared: false, components: {} });
    await store.stacks.create({ name: `${long}漢`, shared: false, components: {} });
    expect((await store.stacks.get(`${long}字`)).name).toBe(`${long}字`);
    const twin = store.stacks.create({ name: `${long}字`, shared: false, components: {} });
    await expect(twin).rejects.toMatchObject({
      code: "entity_exists",
      details: { fields: ["project_id", "user_id", "name"] },
    });
  });
});
