// MariaDB as Debian and others package it: used when the machine has it.
import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { delimiter, join } from "node:path";
import { giveTo, runFor } from "./services-process.mjs";

const USER = "zenml";
const FOLDERS = ["/usr/sbin", "/usr/local/sbin", "/opt/homebrew/bin"];
// What makes a database survive a power cut costs tests most of their time.
const SETTINGS = [
  "--innodb-flush-log-at-trx-commit=0",
  "--innodb-doublewrite=0",
  "--innodb-buffer-pool-size=128M",
  "--innodb-log-file-size=16M",
  "--innodb-fast-shutdown=2",
  "--skip-log-bin",
  "--skip-name-resolve",
  "--performance-schema=off",
  "--max-connections=200",
  "--bind-address=127.0.0.1",
];

/** @type {import("./services-process.mjs").Service} */
export const MARIADB = {
  name: "MariaDB",
  variable: "ZENML_TEST_MARIADB_URL",
  stopSignal: "SIGTERM",
  durable: ["--innodb-flush-log-at-trx-commit=1"],
  urlOf: ({ port, password }) =>
    `mariadb://${USER}:${encodeURIComponent(password)}@127.0.0.1:${port}/mysql`,
  prepare: async (place) => {
    const { folder, port, password, user } = place;
    const server = findProgram("mariadbd");
    const install = findProgram("mariadb-install-db");
    if (server === undefined || install === undefined) {
      throw new Error(
        "there is no mariadbd on this machine (Debian: apt-get install mariadb-server-core)",
      );
    }
    const [data, init] = [join(folder, "data"), join(folder, "init.sql")];
    mkdirSync(data);
    writeFileSync(
      init,
      `create user if not exists ${USER}@'127.0.0.1' identified by '${password}';
grant all privileges on *.* to ${USER}@'127.0.0.1' with grant option;\n`,
    );
    giveTo(folder, user);
    const own = ["--no-defaults", `--datadir=${data}`];
    const quick = [
      "--auth-root-authentication-method=normal",
      "--skip-test-db",
      "--skip-name-resolve",
    ];
    await runFor(install, [...own, ...quick, "--innodb-log-file-size=16M"], place);
    const files = [`--socket=${join(folder, "s")}`, `--pid-file=${join(folder, "pid")}`];
    const log = [`--log-error=${join(folder, "mariadb.log")}`, `--init-file=${init}`];
    return [server, ...own, ...files, ...log, `--port=${port}`, ...SETTINGS];
  },
};

/**
 * @param {string} name
 * @returns {string | undefined}
 */
function findProgram(name) {
  const folders = [...(process.env["PATH"] ?? "").split(delimiter), ...FOLDERS];
  return folders.map((folder) => join(folder, name)).find((file) => existsSync(file));
}
