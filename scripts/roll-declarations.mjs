// Makes the declaration files of the package: one for each of its exports, and one of what they share. Reading
// and parsing files is most of what a type check costs, so nobody reads more of them than it takes.
import { mkdtempSync, rmSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { rolldown } from "rolldown";
import { dts } from "rolldown-plugin-dts";
import { ROOT } from "./paths.mjs";
import { writeDeclarations } from "./plain-declarations.mjs";

/** What is neither a relative path nor an absolute one, also of Windows. */
const PACKAGE = /^(?![./]|[A-Za-z]:[\\/])/;

/** @param {string} folder */
async function rollUp(folder) {
  const parts = mkdtempSync(join(dirname(folder), "parts-"));
  try {
    const files = writeDeclarations(join(ROOT, "tsconfig.build.json"), parts);
    const bundle = await rolldown({
      cwd: parts,
      input: Object.fromEntries(files.map((file) => [basename(file, ".d.ts"), file])),
      external: PACKAGE,
      plugins: [dts({ dtsInput: true, emitDtsOnly: true, tsconfig: false, sourcemap: false })],
      checks: { pluginTimings: false },
      onLog(level, { message }) {
        if (level === "warn") throw new Error(message);
      },
    });
    await bundle.write({ dir: folder, chunkFileNames: "shared.d.ts" });
    await bundle.close();
  } finally {
    rmSync(parts, { recursive: true, force: true });
  }
}

await rollUp(process.argv[2] ?? "");
