import { execFile } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { transform } from "esbuild";
import type { Sample } from "./samples.js";

const run = promisify(execFile);

/** An empty project with the package installed, and an empty home, for the samples of one page. */
export class SampleProject {
  readonly #root: string;
  readonly #folder = mkdtempSync(join(tmpdir(), "zenml-samples-"));

  constructor(root: string) {
    this.#root = root;
    const modules = join(this.#folder, "node_modules");
    mkdirSync(modules);
    mkdirSync(join(this.#folder, "home"));
    writeFileSync(join(this.#folder, "package.json"), JSON.stringify({ type: "module" }));
    for (const name of readdirSync(join(root, "node_modules"))) {
      if (name === "zenml" || name === ".cache") continue;
      symlinkSync(join(root, "node_modules", name), join(modules, name));
    }
    symlinkSync(root, join(modules, "zenml"));
  }

  /** What the sample printed; rejects when it fails. */
  async run(sample: Sample): Promise<string> {
    const file = join(this.#folder, sample.file);
    writeFileSync(file, sample.code);
    const args = isPipelineFile(sample)
      ? [join(this.#root, "bin/zenml.cjs"), "run", sample.file]
      : ["--enable-source-maps", await this.#script(sample)];
    const { HOME: _, ...env } = process.env;
    const home = join(this.#folder, "home");
    const { stdout, stderr } = await run(process.execPath, args, {
      cwd: this.#folder,
      env: { ...env, HOME: home, USERPROFILE: home },
    });
    return stdout + stderr;
  }

  close(): void {
    rmSync(this.#folder, { recursive: true, force: true });
  }

  async #script(sample: Sample): Promise<string> {
    const { code } = await transform(sample.code, {
      loader: "ts",
      format: "esm",
      sourcemap: "inline",
      sourcefile: sample.page,
    });
    const file = sample.file.replace(/\.ts$/, ".mjs");
    writeFileSync(join(this.#folder, file), code);
    return file;
  }
}

function isPipelineFile({ code }: Sample): boolean {
  return /^export (const|default) .*\bpipeline\(/m.test(code);
}
