// A database server that goes away under load and comes back: the real process, ended and started again.
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { openMysqlUrl } from "../../src/store/sql/mysql/open-mysql.js";
import { openPostgresUrl } from "../../src/store/sql/postgres/open-postgres.js";
import { MARIADB } from "../../scripts/services-mariadb.mjs";
import { POSTGRES } from "../../scripts/services-postgres.mjs";
import {
  endServer,
  makeFolder,
  startAgain,
  startServer,
  stopServer,
} from "../../scripts/services-process.mjs";
import type { Running } from "../../scripts/services-process.mjs";
import { namesIn, startLoad } from "../databases/load.js";
import { MARIADB_SERVER, POSTGRES_SERVER } from "../databases/servers.js";

const KINDS = [
  { ...MARIADB_SERVER, service: MARIADB, open: openMysqlUrl },
  { ...POSTGRES_SERVER, service: POSTGRES, open: openPostgresUrl },
];

describe.each(KINDS)("$name $reason", ({ url: known, service, open }) => {
  const testHere = test.runIf(known !== undefined);
  let running: Running;

  beforeEach(async () => {
    if (known === undefined) return;
    running = await startServer(service, { folder: makeFolder(service.name), isDurable: true });
  });
  afterEach(() => (known === undefined ? undefined : stopServer(running)));

  testHere("killed under load and started again, it has all that was acknowledged", async () => {
    const driver = await open(running.url);
    const load = startLoad(driver, 8);
    await load.more(40);
    await endServer(running, "SIGKILL");
    running = await startAgain(running);
    await load.more(40);
    await load.stop();
    const names = await namesIn(driver);
    await driver.close();
    expect([...load.refused.values()]).toEqual([]);
    expect(names.toSorted()).toEqual([...load.kept].toSorted());
  });

  testHere("gone for longer than anybody waits, it is told; back again, it is used", async () => {
    const driver = await open(running.url, { patience: 300 });
    const load = startLoad(driver, 8);
    await load.more(8);
    await endServer(running, service.stopSignal);
    await expect(namesIn(driver)).rejects.toMatchObject({
      code: "store_unreachable",
      hint: expect.stringContaining("database server"),
    });
    running = await startAgain(running);
    await load.more(40);
    await load.stop();
    const names = new Set(await namesIn(driver));
    await driver.close();
    expect([...load.kept].filter((name) => !names.has(name))).toEqual([]);
    for (const error of load.refused.values()) {
      expect(error).toMatchObject({ code: "store_unreachable" });
    }
  });
});
