// Who may import whom. The linter's rules and the architecture test are both made from this table,
// so a new room is a row here and nothing else.

/**
 * @typedef {object} Room
 * @property {string} name path below src, of a folder or (without `.ts`) of a file; the longest match counts.
 * `integrations/*` makes each folder below a room of its own
 * @property {readonly string[]} rooms rooms that it may import
 * @property {readonly string[]} packages npm packages that it may import
 * @property {boolean} [browser] true: nothing that exists in Node alone
 */

const BASE = ["domain", "util"];
const STACK = ["stack", "artifacts", ...BASE];
const STORE = ["store", ...BASE];
const RUNTIME = ["runtime", "config", ...STACK, ...STORE];

/** @type {readonly Room[]} */
export const ROOMS = [
  { name: "util", rooms: [], packages: [] },
  { name: "domain", rooms: ["util"], packages: ["zod/mini"], browser: true },
  { name: "config", rooms: BASE, packages: ["zod/mini", "js-yaml"] },
  { name: "artifacts", rooms: BASE, packages: ["zod/mini", "apache-arrow"] },
  { name: "store", rooms: BASE, packages: ["zod/mini"] },
  {
    name: "store/open",
    rooms: ["store/drivers", "store/shared-drivers", "store/rest", ...STORE],
    packages: [],
  },
  { name: "store/shared-drivers", rooms: ["store/drivers", ...STORE], packages: [] },
  { name: "store/drivers", rooms: ["store/rest", ...STORE], packages: [] },
  { name: "store/node-send", rooms: STORE, packages: [] },
  { name: "store/memory", rooms: STORE, packages: ["zod/mini"] },
  { name: "store/yaml", rooms: ["store/sql", ...STORE], packages: ["zod/mini", "js-yaml"] },
  {
    name: "store/sql",
    rooms: STORE,
    packages: ["zod/mini", "kysely", "@photostructure/sqlite", "mysql2", "pg"],
  },
  { name: "store/rest", rooms: STORE, packages: [], browser: true },
  {
    name: "server",
    rooms: ["store/open", "config", ...STACK, ...STORE],
    packages: ["zod/mini", "@node-rs/argon2", "js-yaml"],
  },
  { name: "stack", rooms: ["artifacts", ...BASE], packages: ["zod/mini", "@standard-schema/spec"] },
  { name: "integrations/*", rooms: STACK, packages: ["zod/mini"] },
  {
    name: "runtime",
    rooms: [...STACK, ...STORE, "config"],
    packages: ["zod/mini", "js-yaml", "esbuild", "acorn", "acorn-walk", "@standard-schema/spec"],
  },
  {
    name: "migration",
    rooms: ["store/open", "config", ...STACK, ...STORE],
    packages: ["zod/mini", "js-yaml"],
  },
  {
    name: "sdk",
    rooms: ["migration", ...RUNTIME, "store/open"],
    packages: ["zod/mini", "@standard-schema/spec", "croner"],
  },
  { name: "testing", rooms: [...STACK, ...STORE, "store/open"], packages: [] },
  {
    name: "testing/runs",
    rooms: ["testing", "sdk", ...RUNTIME, "store/open"],
    packages: [],
  },
  {
    name: "cli",
    rooms: ["sdk", "migration", ...RUNTIME, "store/open"],
    packages: ["zod/mini", "js-yaml", "string-width"],
  },
  {
    name: "cli/server",
    rooms: ["cli", "server", "sdk", "migration", ...RUNTIME, "store/open"],
    packages: ["zod/mini", "js-yaml"],
  },
  { name: "public", rooms: ["sdk", "testing", "testing/runs", ...RUNTIME], packages: [] },
];

/**
 * Unit tests stand beside what they test and drive it with the real neighbours.
 * @type {Pick<Room, "rooms" | "packages">}
 */
export const TESTS_ALSO = {
  rooms: [
    "testing",
    "store/open",
    "store/memory",
    "store/yaml",
    "store/sql",
    "store/node-send",
    "integrations/local",
  ],
  packages: ["vitest", "typescript", "zod/mini", "zod", "apache-arrow"],
};

/**
 * The few files that may use `import()` (`*` stands for a noun of the command line), and what they load
 * with it: rooms, packages, or `computed` for a path known only when the program runs.
 * @type {Readonly<Record<string, readonly string[]>>}
 */
export const LAZY_IMPORTS = {
  "artifacts/materializers/table.ts": ["apache-arrow"],
  "cli/*/commands.ts": ["cli"],
  "cli/command-table.ts": ["cli", "cli/server"],
  "cli/framework/help-text.ts": ["cli"],
  "cli/server/commands.ts": ["cli/server"],
  "cli/start/start.ts": ["computed"],
  "cli/framework/run-command.ts": ["cli", "sdk"],
  "cli/main.ts": ["cli"],
  "cli/output/formats.ts": ["js-yaml"],
  "cli/output/text-width.ts": ["string-width"],
  "cli/run/execute.ts": ["cli"],
  "cli/run/read-params.ts": ["runtime"],
  "config/file-lock.ts": ["@photostructure/sqlite"],
  "config/global-file.ts": ["config"],
  "config/read-config.ts": ["config"],
  "config/repository-file.ts": ["config"],
  "integrations/local/index.ts": ["integrations/local"],
  "integrations/mlflow/index.ts": ["integrations/mlflow"],
  "migration/read-old-sql.ts": ["@photostructure/sqlite"],
  "runtime/loader/build/build-bundle.ts": ["runtime"],
  "runtime/loader/bundle.ts": ["runtime"],
  "runtime/loader/load-bundle.ts": ["computed"],
  "sdk/artifacts/artifacts.ts": ["sdk", "runtime"],
  "sdk/client.ts": ["sdk"],
  "sdk/components/components.ts": ["sdk"],
  "sdk/flavors/flavors.ts": ["sdk"],
  "sdk/post-execution/functions.ts": ["sdk"],
  "sdk/flavors/look-up-flavor.ts": ["sdk"],
  "sdk/integrations/integrations.ts": ["sdk"],
  "sdk/doctor/checks.ts": ["@photostructure/sqlite", "esbuild"],
  "sdk/pipeline.ts": ["sdk"],
  "sdk/profiles/create-profile.ts": ["config"],
  "sdk/profiles/delete-profile.ts": ["config"],
  "sdk/profiles/profiles.ts": ["config", "sdk"],
  "sdk/profiles/rename-profile.ts": ["config"],
  "sdk/profiles/update-profile.ts": ["config"],
  "sdk/projects/projects.ts": ["sdk"],
  "sdk/schedules/schedules.ts": ["sdk"],
  "sdk/running/runs.ts": ["sdk"],
  "sdk/secrets/secrets.ts": ["sdk"],
  "sdk/servers/servers.ts": ["sdk"],
  "sdk/session/open-settings-store.ts": ["config", "sdk"],
  "sdk/stacks/stacks.ts": ["sdk"],
  "sdk/users/users.ts": ["sdk"],
  "sdk/session/prepare-settings.ts": ["sdk", "migration"],
  "sdk/stores/stores.ts": ["sdk"],
  "server/auth/password-hasher.ts": ["@node-rs/argon2"],
  "stack/flavors.ts": ["integrations/*"],
  "stack/own-flavor.ts": ["computed"],
  "store/drivers.ts": ["store/node-send", "store/memory", "store/yaml", "store/sql", "store/rest"],
  "store/local-entities.ts": ["store"],
  "store/sql/sqlite/native.ts": ["computed"],
};

/**
 * What a file may load with `import()`; undefined when it may not use it.
 * @param {string} file path below src
 */
export function lazyImports(file) {
  return LAZY_IMPORTS[file] ?? LAZY_IMPORTS[file.replace(/^cli\/[^/]+\//, "cli/*/")];
}

/**
 * Whether a file of src is there for tests alone.
 * @param {string} file
 */
export function isTestFile(file) {
  return /\.(test|test-d|fixture)\.ts$/.test(file);
}

/**
 * The room of a file.
 * @param {string} file path below src, with `/`
 * @returns {string | undefined} for `integrations/*` the name of the one integration
 */
export function roomOf(file) {
  const path = file.replace(/\.[cm]?[jt]s$/, "");
  const folders = path.split("/");
  for (let length = folders.length; length > 0; length -= 1) {
    const prefix = folders.slice(0, length).join("/");
    if (ROOMS.some((room) => room.name === prefix)) return prefix;
    const wildcard = [...folders.slice(0, length - 1), "*"].join("/");
    if (length > 1 && ROOMS.some((room) => room.name === wildcard)) return prefix;
  }
  return undefined;
}

/**
 * The row of a room.
 * @param {string} name as `roomOf` gives it
 * @returns {Room | undefined}
 */
export function rowOf(name) {
  return ROOMS.find((room) => matches(name, room.name));
}

/**
 * Whether a list of a row names the room.
 * @param {readonly string[]} list
 * @param {string} room
 */
export function names(list, room) {
  return list.some((entry) => matches(room, entry));
}

/**
 * The package that an import names: `zod` of `zod/mini`, `@scope/name` of `@scope/name/part`.
 * @param {string} specifier
 */
export function packageName(specifier) {
  return specifier.split("/", specifier.startsWith("@") ? 2 : 1).join("/");
}

/**
 * @param {string} room
 * @param {string} pattern
 */
function matches(room, pattern) {
  return pattern === room || (pattern.endsWith("/*") && room.startsWith(pattern.slice(0, -1)));
}
