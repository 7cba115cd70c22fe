// Where environments, records and the compiled helper are kept, and where the helper's source lies.
import { createHash } from "node:crypto";
import { existsSync, readFileSync, realpathSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { ZenError } from "../../../domain/errors.js";
import { projectCacheFolder } from "../../loader/cache-folder.js";
import type { Helper } from "./inspect-python.js";

export interface PythonFolder {
  /** Folder of this project's environments. */
  readonly root: string;
  readonly helper: Helper;
}

const FILE = "zenml_step.py";

export function pythonFolder(projectRoot: string): PythonFolder {
  // An environment knows its own place: a link to it may be gone when it is needed again.
  const root = realpathSync(projectCacheFolder(projectRoot, "python"));
  const source = helperSource();
  const hash = createHash("sha256").update(readFileSync(source)).digest("hex").slice(0, 12);
  return { root, helper: { source, compiled: join(root, `helper-${hash}`) } };
}

/** Where `import zenml_step` finds it: compiled for the interpreter, else the source. */
export function helperPath({ helper }: PythonFolder, tag: string): string {
  const compiled = join(helper.compiled, tag);
  return existsSync(join(compiled, `${FILE}c`)) ? compiled : dirname(helper.source);
}

/** The folder of this package that the helper lies in. Errors: `internal` when the package is not whole. */
export function helperSource(from: string = fileURLToPath(import.meta.url)): string {
  for (let folder = dirname(from); folder !== dirname(folder); folder = dirname(folder)) {
    const file = join(folder, "python", FILE);
    if (existsSync(join(folder, "package.json")) && existsSync(file)) return file;
  }
  throw new ZenError("internal", `The file python/${FILE} of the package was not found.`, {
    hint: "npm install zenml",
  });
}
