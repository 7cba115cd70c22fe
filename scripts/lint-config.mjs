// The linter's rules. Who may import whom comes from layers.mjs: one override for each folder of src,
// since a relative import is spelled differently in each.
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative, sep } from "node:path";
import { ROOMS, lazyImports, names, packageName, roomOf, rowOf } from "./layers.mjs";

const TEST_FILES = ["**/*.{test,test-d,fixture}.ts", "tests/**"];
const SCRIPT_FILES = ["scripts/**", "benchmarks/**", "examples/**", "bin/**"];

/** @type {Record<string, unknown>} */
const RULES = {
  "import/no-cycle": "error",
  "import/no-default-export": "error",
  "no-console": "error",
  "typescript/no-explicit-any": "error",
  "typescript/no-non-null-assertion": "error",
  "typescript/no-floating-promises": "error",
  "typescript/no-misused-promises": "error",
  "typescript/await-thenable": "error",
  // `typeof import("…")` is the type of what is loaded late.
  "typescript/consistent-type-imports": ["error", { disallowTypeAnnotations: false }],
  "unicorn/filename-case": ["error", { case: "kebabCase" }],
  "unicorn/prefer-node-protocol": "error",
  // Flag what is meant: functions without `this`, text of unknown values, copies made to be changed.
  "typescript/unbound-method": "off",
  "typescript/no-base-to-string": "off",
  "typescript/no-useless-default-assignment": "off",
  "unicorn/no-useless-spread": "off",
  "eslint/eqeqeq": "error",
  "eslint/no-var": "error",
  "eslint/prefer-const": "error",
  // From 500 lines on the architecture test fails.
  "max-lines": ["warn", { max: 300 }],
};

/** @type {Record<string, unknown>} */
const TEST_RULES = {
  "no-restricted-imports": "off",
  "no-console": "off",
  "eslint/no-sparse-arrays": "off",
  "typescript/no-misused-spread": "off",
  "typescript/require-array-sort-compare": "off",
};

/**
 * @param {string} root the folder of package.json
 */
export function lintConfig(root) {
  return {
    plugins: ["typescript", "import", "unicorn", "oxc"],
    categories: { correctness: "error" },
    ignorePatterns: ["dist", "node_modules", "coverage", "**/.zen"],
    rules: RULES,
    overrides: [
      ...sourceFolders(root).flatMap((folder) => layerOverrides(root, folder)),
      { files: SCRIPT_FILES, rules: { "no-console": "off" } },
      {
        files: ["**/*.config.{ts,mjs}", "scripts/count-reporter.mjs"],
        rules: { "import/no-default-export": "off" },
      },
      { files: TEST_FILES, rules: TEST_RULES },
    ],
  };
}

/**
 * Folders that hold TypeScript files, below src.
 * @param {string} root
 */
function sourceFolders(root) {
  const src = join(root, "src");
  if (!existsSync(src)) return [];
  const files = readdirSync(src, { recursive: true, encoding: "utf8" });
  const folders = files
    .filter((file) => file.endsWith(".ts"))
    .map((file) => dirname(file).split(sep).join("/"));
  return [...new Set(folders)].sort();
}

/**
 * One override for the files of a folder that share a room and what they load lazily. The linter holds
 * an `import()` for an import, so those rooms are taken out here; the architecture test tells the two apart.
 * @param {string} root
 * @param {string} folder
 */
function layerOverrides(root, folder) {
  const files = readdirSync(join(root, "src", folder)).filter((file) => file.endsWith(".ts"));
  /** @type {Map<string, { room: string, lazy: readonly string[], files: string[] }>} */
  const groups = new Map();
  for (const file of files) {
    const path = `${folder}/${file}`;
    const room = roomOf(path);
    if (room === undefined) continue;
    const lazy = lazyImports(path) ?? [];
    const key = [room, ...lazy].join(" ");
    const group = groups.get(key) ?? { room, lazy, files: [] };
    group.files.push(`src/${path}`);
    groups.set(key, group);
  }
  return [...groups.values()].map((group) => ({
    files: group.files,
    rules: { "no-restricted-imports": ["error", { patterns: forbidden(root, folder, group) }] },
  }));
}

/**
 * @param {string} root
 * @param {string} folder
 * @param {{ room: string, lazy: readonly string[] }} importer
 */
function forbidden(root, folder, { room, lazy }) {
  const row = rowOf(room);
  if (row === undefined) return [];
  const mayRooms = [room, ...row.rooms, ...lazy];
  const mayPackages = [...row.packages, ...lazy].map(packageName);
  const rooms = knownRooms(root).filter((other) => !names(mayRooms, other));
  const packages = knownPackages(root).filter((name) => !mayPackages.includes(name));
  const patterns = [
    ...rooms.map((other) => ({
      regex: `^${escape(pathTo(folder, other))}(/|\\.js$)`,
      message: `'${room}' may not import '${other}' (see scripts/layers.mjs).`,
    })),
    ...packages.map((name) => ({
      regex: `^${escape(name)}(/|$)`,
      message: `'${room}' may not import the package '${name}' (see scripts/layers.mjs).`,
    })),
  ];
  if (row.browser !== true) return patterns;
  return [...patterns, { regex: "^node:", message: `'${room}' also runs in browsers.` }];
}

/**
 * The rooms of the table, each integration by its name.
 * @param {string} root
 */
function knownRooms(root) {
  return ROOMS.flatMap(({ name }) => {
    if (!name.endsWith("/*")) return [name];
    const parent = name.slice(0, -2);
    const folder = join(root, "src", parent);
    if (!existsSync(folder)) return [];
    return readdirSync(folder).map((child) => `${parent}/${child}`);
  });
}

/** @param {string} root */
function knownPackages(root) {
  const file = join(root, "package.json");
  if (!existsSync(file)) return [];
  const { dependencies, devDependencies } = JSON.parse(readFileSync(file, "utf8"));
  return Object.keys({ ...dependencies, ...devDependencies });
}

/**
 * How a file in one folder spells a path below src.
 * @param {string} folder
 * @param {string} target
 */
function pathTo(folder, target) {
  const path = relative(`/${folder}`, `/${target}`).split(sep).join("/");
  return path.startsWith(".") ? path : `./${path}`;
}

/** @param {string} text */
function escape(text) {
  return text.replace(/[.*+?^${}()|[\]\\/]/g, "\\$&");
}
