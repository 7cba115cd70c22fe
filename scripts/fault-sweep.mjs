// Takes real databases away under load for so many seconds, gives them back, and prints what came of it as a
// table of Markdown: `node scripts/fault-sweep.mjs [DATABASE …] [SECONDS …]`. Exits with 1 when something that was
// acknowledged is not there, or is there twice.
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { importTypeScript } from "./import-typescript.mjs";
import { ROOT } from "./paths.mjs";
import { MARIADB } from "./services-mariadb.mjs";
import { POSTGRES } from "./services-postgres.mjs";
import { endServer, makeFolder, startAgain, startServer, stopServer } from "./services-process.mjs";

const WRITERS = 8;
const BEFORE = 200;
const AFTER = 200;

function load() {
  return importTypeScript("fault-sweep", {
    contents: `export { openMysqlUrl } from "../../src/store/sql/mysql/open-mysql.js";
export { openPostgresUrl } from "../../src/store/sql/postgres/open-postgres.js";
export { namesIn, startLoad } from "./load.js";`,
    resolveDir: join(ROOT, "tests/databases"),
  });
}

/**
 * @param {import("./services-process.mjs").Service} service
 * @param {NodeJS.Signals} signal
 * @param {number} seconds
 * @param {{ open: (url: string) => Promise<any>, startLoad: any, namesIn: any }} parts
 */
async function fault(service, signal, seconds, { open, startLoad, namesIn }) {
  let running = await startServer(service, {
    folder: makeFolder(service.name),
    isDurable: true,
  });
  try {
    const driver = await open(running.url);
    const writers = startLoad(driver, WRITERS);
    await writers.more(BEFORE);
    const begin = performance.now();
    await endServer(running, signal);
    await pause(seconds * 1000);
    running = await startAgain(running);
    const away = performance.now() - begin;
    await writers.more(AFTER);
    await writers.stop();
    /** @type {readonly string[]} */
    const names = await namesIn(driver);
    await driver.close();
    const there = new Set(names);
    const lost = [...writers.kept].filter((name) => !there.has(name)).length;
    const twice = names.length - there.size;
    const codes = [...new Set([...writers.refused.values()].map((error) => error.code))];
    const row = [
      `${service.name}, ${signal}`,
      `${(away / 1000).toFixed(1)} s`,
      String(writers.kept.size),
      `${writers.refused.size}${codes.length === 0 ? "" : ` (${codes.join(", ")})`}`,
      String(lost),
      String(twice),
    ];
    console.log(`| ${row.join(" | ")} |`);
    return lost + twice;
  } finally {
    await stopServer(running);
  }
}

const { openMysqlUrl, openPostgresUrl, startLoad, namesIn } = await load();
const KINDS = [
  { service: MARIADB, open: openMysqlUrl },
  { service: POSTGRES, open: openPostgresUrl },
];
const given = process.argv.slice(2);
const numbers = given.map(Number).filter((number) => !Number.isNaN(number));
const lengths = numbers.length === 0 ? [5, 30] : numbers;
const wanted = given.filter((word) => Number.isNaN(Number(word)));

console.log("| database, how it ended | away | acknowledged | told of an error | lost | twice |");
console.log("| --- | --- | --- | --- | --- | --- |");
let wrong = 0;
for (const { service, open } of KINDS) {
  if (wanted.length > 0 && !wanted.includes(service.name)) continue;
  for (const length of lengths) {
    for (const signal of /** @type {const} */ (["SIGKILL", service.stopSignal])) {
      wrong += await fault(service, signal, length, { open, startLoad, namesIn });
    }
  }
}
process.exitCode = wrong === 0 ? 0 : 1;
