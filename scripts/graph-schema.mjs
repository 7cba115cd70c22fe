// Writes docs/reference/graph.schema.json from the schema of graphs. A test fails when it is stale.
import "./require-node.mjs";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { build } from "esbuild";
import { format } from "prettier";
import { ROOT } from "./paths.mjs";

const SOURCE = `
  import { toJSONSchema } from "zod/mini";
  import { Graph } from "./src/domain/graph.js";
  export const schema = toJSONSchema(Graph);
`;

const { outputFiles } = await build({
  stdin: { contents: SOURCE, resolveDir: ROOT },
  bundle: true,
  format: "esm",
  write: false,
});
const code = Buffer.from(outputFiles[0]?.contents ?? []).toString("base64");
const { schema } = await import(`data:text/javascript;base64,${code}`);
const text = await format(JSON.stringify(schema), { parser: "json", printWidth: 100 });
writeFileSync(join(ROOT, "docs/reference/graph.schema.json"), text);
