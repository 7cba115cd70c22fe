// Files of this package that are found by place, wherever the calling chunk lies below dist/ or src/.
import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { ZenError } from "../../domain/errors.js";

export interface PackageFiles {
  readonly root: string;
  readonly version: string;
  /** Entry point of worker threads. */
  readonly worker: string;
  /** What `import "zenml"` loads. */
  readonly library: string;
}

let own: PackageFiles | undefined;

/** Of the package that this file lies in, unless said otherwise. Errors: `internal` when it is not whole. */
export function packageFiles(from?: string): PackageFiles {
  if (from !== undefined) return filesAround(from);
  own ??= filesAround(fileURLToPath(import.meta.url));
  return own;
}

function filesAround(from: string): PackageFiles {
  for (let folder = dirname(from); folder !== dirname(folder); folder = dirname(folder)) {
    const manifest = join(folder, "package.json");
    if (!existsSync(manifest)) continue;
    const { name, version } = JSON.parse(readFileSync(manifest, "utf8"));
    if (name !== "zenml" || typeof version !== "string") continue;
    return {
      root: folder,
      version,
      worker: join(folder, "dist", "code", "worker.cjs"),
      library: join(folder, "dist", "index.js"),
    };
  }
  throw new ZenError("internal", `The package of ${from} was not found.`, {
    hint: "npm install zenml",
  });
}
