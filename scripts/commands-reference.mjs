// Writes docs/reference/commands.md from the command table. A test fails when it is stale.
import "./require-node.mjs";
import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { build } from "esbuild";
import { format } from "prettier";
import { ROOT } from "./paths.mjs";

const SOURCE = `
  import { TABLE } from "./src/cli/command-table.ts";
  import { commandReference } from "./src/cli/reference.ts";
  export const text = await commandReference(TABLE);
`;

const folder = join(ROOT, "node_modules/.cache/zenml/reference");
try {
  await build({
    stdin: { contents: SOURCE, resolveDir: ROOT },
    outdir: folder,
    bundle: true,
    splitting: true,
    platform: "node",
    format: "esm",
    packages: "external",
  });
  const { text } = await import(pathToFileURL(join(folder, "stdin.js")).href);
  const page = await format(text, { parser: "markdown", printWidth: 100 });
  writeFileSync(join(ROOT, "docs/reference/commands.md"), page);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
