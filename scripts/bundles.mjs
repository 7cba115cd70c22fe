// What the build makes. A new subpath export or entry point is a row here (and in package.json's exports).

/**
 * @typedef {object} Bundle
 * @property {string} name
 * @property {"esm" | "cjs"} format
 * @property {string} folder where it goes
 * @property {Readonly<Record<string, string>>} entries file name without extension → source file
 * @property {readonly string[]} [together] sources that most calls load; with what they import, one file
 */

/** @type {readonly Bundle[]} */
export const BUNDLES = [
  {
    name: "library",
    format: "esm",
    folder: "dist",
    entries: {
      index: "src/public/index.ts",
      "post-execution": "src/public/post-execution.ts",
      worker: "src/runtime/worker/worker-main.ts",
    },
  },
  {
    name: "command line",
    format: "cjs",
    folder: "dist/cli",
    entries: { main: "src/cli/main.ts" },
    together: ["src/cli/framework/run-command.ts", "src/cli/list-command.ts", "src/sdk/session.ts"],
  },
];

/** @type {Readonly<Record<Bundle["format"], string>>} */
export const EXTENSIONS = { esm: ".js", cjs: ".cjs" };

/**
 * Packages that go into the bundles, since one file starts faster than many (figures in
 * docs/decisions/dependencies.md). All others stay imports and are dependencies of the package.
 */
export const BUNDLED_PACKAGES = [
  "acorn",
  "acorn-walk",
  "emoji-regex",
  "get-east-asian-width",
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
  "package.json",
  "package-lock.json",
  "tsconfig.json",
  "tsconfig.build.json",
];
