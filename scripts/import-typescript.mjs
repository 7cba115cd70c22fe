// Imports TypeScript of this repository from a script: bundled below node_modules, so that packages are found.
import { mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { build } from "esbuild";
import { ROOT } from "./paths.mjs";

/**
 * @param {string} name of the script, for its temporary file
 * @param {{ contents: string, resolveDir: string }} exported `export { … } from "./file.js"`, and where that is
 */
export async function importTypeScript(name, exported) {
  const cache = join(ROOT, "node_modules/.cache/zenml");
  mkdirSync(cache, { recursive: true });
  const outfile = join(cache, `${name}-${process.pid}.mjs`);
  await build({
    stdin: exported,
    bundle: true,
    platform: "node",
    format: "esm",
    target: "node20",
    packages: "external",
    logLevel: "error",
    outfile,
  });
  try {
    return await import(pathToFileURL(outfile).href);
  } finally {
    rmSync(outfile);
  }
}
