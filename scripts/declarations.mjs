// Makes the declaration files of the package: those that its exports reach, and no others.
import { execFile } from "node:child_process";
import { existsSync, readFileSync, readdirSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import { ROOT } from "./paths.mjs";

const IMPORT = /(?:\bfrom |\bimport\()"(\.[^"]+)"/g;

/**
 * Emits without checking: `npm run types` is what checks.
 * @param {string} folder
 */
export async function emitDeclarations(folder) {
  const tsc = join(ROOT, "node_modules/typescript/bin/tsc");
  const args = [tsc, "-p", "tsconfig.build.json", "--outDir", folder];
  try {
    await promisify(execFile)(process.execPath, args, { cwd: ROOT });
  } catch (error) {
    throw new Error(`the types could not be written:\n${outputOf(error)}`, { cause: error });
  }
  prune(folder);
}

/** @param {unknown} error */
function outputOf(error) {
  return error instanceof Error && "stdout" in error ? String(error.stdout) : String(error);
}

/**
 * The compiler writes a file for each that it read; a declaration needs few of them.
 * @param {string} folder
 */
function prune(folder) {
  const reached = readdirSync(join(folder, "public")).map((file) => join(folder, "public", file));
  for (const file of reached) {
    for (const [, specifier = ""] of readFileSync(file, "utf8").matchAll(IMPORT)) {
      const target = join(dirname(file), specifier.replace(/\.js$/, ".d.ts"));
      if (!existsSync(target))
        throw new Error(`${file} refers to ${specifier}, which is not there`);
      if (!reached.includes(target)) reached.push(target);
    }
  }
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    const file = join(entry.parentPath, entry.name);
    if (entry.isFile() && !reached.includes(file)) rmSync(file);
  }
}
