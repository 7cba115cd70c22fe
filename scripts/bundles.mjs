// What the build makes. A new subpath export or entry point is a row here (and in package.json's exports).

/** Where the code lies: CommonJS, which starts faster than modules; a process loads each part once. */
export const CODE_FOLDER = "dist/code";

/**
 * File name without extension → source file.
 * @type {Readonly<Record<string, string>>}
 */
export const ENTRIES = {
  start: "src/cli/start/start.ts",
  main: "src/cli/main.ts",
  worker: "src/cli/start/worker.ts",
  serve: "src/runtime/worker/worker-main.ts",
  index: "src/public/index.ts",
  "post-execution": "src/public/post-execution.ts",
  testing: "src/public/testing.ts",
};

/** Entries that people import: each gets a module in `dist` that gives on what the code exports. */
export const MODULES = ["index", "post-execution", "testing"];

/**
 * @typedef {object} Part
 * @property {string} name of the file
 * @property {readonly string[]} sources what is loaded together, with all that it imports
 * @property {boolean} [isShared] also of what the command line always loads: others need it without that
 * @property {readonly string[]} [except] sources that load without it: what they import too stays outside
 */

const LISTS = ["run", "pipeline", "step", "artifact", "stack"].map(
  (noun) => `src/cli/${noun}/list.ts`,
);

/**
 * Files that hold what is loaded together; what stands in two belongs to the first.
 * @type {readonly Part[]}
 */
export const PARTS = [
  {
    name: "base",
    isShared: true,
    sources: [
      "src/cli/framework/command.ts",
      "src/cli/framework/flags.ts",
      "src/domain/component-types.ts",
      "src/util/version.ts",
    ],
  },
  {
    name: "common",
    sources: [
      "src/cli/framework/run-command.ts",
      "src/cli/list-command.ts",
      "src/cli/look-up-names.ts",
      "src/cli/retired/retired-commands.ts",
      "src/cli/show.ts",
      "src/sdk/session.ts",
      "src/store/yaml/open-yaml.ts",
      "src/util/format-duration.ts",
    ],
  },
  { name: "begin", sources: ["src/cli/run/execute.ts"], except: LISTS },
  {
    name: "steps",
    sources: ["src/runtime/worker/worker-main.ts", "src/public/index.ts"],
    except: LISTS,
  },
  { name: "run", sources: ["src/cli/run/run-file.ts"], except: LISTS },
  {
    name: "sql",
    sources: ["src/store/sql/open-sql.ts"],
    except: LISTS,
  },
];

/**
 * Packages that go into the bundles, since one file starts faster than many (figures in
 * docs/decisions/dependencies.md). All others stay imports and are dependencies of the package.
 */
export const BUNDLED_PACKAGES = [
  "acorn",
  "acorn-walk",
  "emoji-regex",
  "get-east-asian-width",
  "croner",
  "js-yaml",
  "kysely",
  "string-width",
  "strip-ansi",
  "ansi-regex",
  "zod",
];

/** Files and folders that the outcome of a build depends on. */
export const BUILD_INPUTS = [
  "src",
  "scripts/build.mjs",
  "scripts/bundles.mjs",
  "scripts/declarations.mjs",
  "scripts/imports-in-one-file.mjs",
  "scripts/plain-declarations.mjs",
  "scripts/roll-declarations.mjs",
  "package.json",
  "package-lock.json",
  "tsconfig.json",
  "tsconfig.build.json",
];
