import { execFile } from "node:child_process";
import {
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";

const run = promisify(execFile);
const root = join(import.meta.dirname, "../..");

export interface Manifest {
  readonly exports: Readonly<Record<string, string | { types: string; default: string }>>;
  readonly bin: Readonly<Record<string, string>>;
  readonly dependencies: Readonly<Record<string, string>>;
}

/** The package as its users get it: a project with exactly the packed files and the declared dependencies. */
export class PackedPackage {
  readonly project = mkdtempSync(join(tmpdir(), "zenml-packed-"));
  readonly folder = join(this.project, "node_modules/zenml");
  /** Bytes of the tarball. */
  packedSize = 0;

  async prepare(): Promise<void> {
    mkdirSync(this.folder, { recursive: true });
    const { stdout } = await run(
      "npm",
      ["pack", "--json", "--ignore-scripts", "--pack-destination", this.project],
      { cwd: root, shell: process.platform === "win32" },
    );
    const [packed]: { filename: string; size: number }[] = JSON.parse(stdout);
    if (packed === undefined) throw new Error("npm pack packed nothing");
    this.packedSize = packed.size;
    const tarball = join(this.project, packed.filename);
    await run("tar", ["-xzf", tarball, "-C", this.folder, "--strip-components=1"]);
    writeFileSync(join(this.project, "package.json"), JSON.stringify({ type: "module" }));
    for (const name of Object.keys(this.manifest.dependencies)) {
      const link = join(this.project, "node_modules", name);
      mkdirSync(join(link, ".."), { recursive: true });
      symlinkSync(join(root, "node_modules", name), link);
    }
  }

  get manifest(): Manifest {
    return JSON.parse(readFileSync(join(this.folder, "package.json"), "utf8"));
  }

  /** The packed files, with `/`, below the package. */
  files(): string[] {
    return readdirSync(this.folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name).slice(this.folder.length + 1))
      .map((file) => file.replaceAll("\\", "/"));
  }

  /** Subpaths that code is imported from, as one writes them: `zenml`, `zenml/post-execution`. */
  get subpaths(): string[] {
    return Object.entries(this.manifest.exports)
      .filter(([, target]) => typeof target !== "string")
      .map(([subpath]) => subpath.replace(/^\./, "zenml"));
  }

  close(): void {
    rmSync(this.project, { recursive: true, force: true });
  }
}
