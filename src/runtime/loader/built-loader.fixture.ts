// The loader as plain JavaScript, for tests that need whole processes and threads of Node.
import { execFile } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { build } from "esbuild";

const RUNTIME = fileURLToPath(new URL("..", import.meta.url));
const ENTRIES = [
  "loader/load-pipeline-file.ts",
  "loader/load-bundle.ts",
  "code/index-from-source.ts",
  "source-positions.ts",
];

export interface Answer {
  readonly stdout: string;
  readonly stderr: string;
}

export class BuiltLoader {
  readonly #folder: string;

  private constructor(folder: string) {
    this.#folder = folder;
  }

  static async build(): Promise<BuiltLoader> {
    // Below node_modules, so that packages are found from there.
    const modules = dirname(
      dirname(createRequire(import.meta.url).resolve("esbuild/package.json")),
    );
    const parent = join(modules, ".cache", "zenml-tests");
    mkdirSync(parent, { recursive: true });
    const folder = mkdtempSync(join(parent, "loader-"));
    await build({
      entryPoints: ENTRIES.map((entry) => join(RUNTIME, entry)),
      ...{ outdir: folder, outbase: RUNTIME, outExtension: { ".js": ".mjs" } },
      ...{ bundle: true, splitting: true, format: "esm", platform: "node", packages: "external" },
    });
    return new BuiltLoader(folder);
  }

  close(): void {
    rmSync(this.#folder, { recursive: true, force: true });
  }

  /** The text of a module that imports the loader's functions as one namespace each. */
  script(body: string): string {
    const at = (name: string) => JSON.stringify(join(this.#folder, `${name}.mjs`));
    return [
      `import { loadPipelineFile } from ${at("loader/load-pipeline-file")};`,
      `import { importBundle, loadBundle } from ${at("loader/load-bundle")};`,
      `import { indexFromSource } from ${at("code/index-from-source")};`,
      `import { describeError } from ${at("source-positions")};`,
      body,
    ].join("\n");
  }

  /** Runs a module in a process of its own. */
  async run(
    body: string,
    { cwd, flags = [] }: { readonly cwd: string; readonly flags?: readonly string[] },
  ): Promise<Answer> {
    const file = join(mkdtempSync(join(this.#folder, "script-")), "main.mjs");
    writeFileSync(file, this.script(body));
    return promisify(execFile)(process.execPath, [...flags, file], { cwd });
  }
}
