// Asks an interpreter what it is, what is installed in it, and to compile our helper once.
import * as z from "zod/mini";
import { runTool } from "./run-tool.js";

const Inspected = z.object({
  executable: z.string(),
  version: z.string(),
  tag: z.string(),
  /** Name → version of all that is installed. */
  packages: z.record(z.string(), z.string()),
  /** Packages whose code lies in a folder that anybody may change. */
  local: z.array(z.string()),
});
export type Inspected = z.infer<typeof Inspected>;

/** Understood by every Python there is, so that an old one is told by its version. */
const SCRIPT = `
import json, os, sys
version = sys.version_info
found = {"executable": sys.executable, "version": "%d.%d.%d" % tuple(version[:3]), "tag": "", "packages": {}, "local": []}
if version >= (3, 8):
    from importlib import metadata
    found["tag"] = sys.implementation.cache_tag or ""
    for one in metadata.distributions():
        path = str(getattr(one, "_path", ""))
        name, _, rest = os.path.basename(path).partition("-")
        name, text = (name, rest[:-10]) if rest.endswith(".dist-info") else (one.metadata["Name"] or path, one.version)
        name = name.lower().replace("_", "-")
        found["packages"].setdefault(name, text)
        direct = one.read_text("direct_url.json") or ""
        if '"dir_info"' in direct or ("site-packages" not in path and "dist-packages" not in path):
            found["local"].append(name)
    helper, base = sys.argv[1:]
    target = os.path.join(base, found["tag"], "zenml_step.pyc")
    if not os.path.exists(target):
        import py_compile
        try:
            py_compile.compile(helper, cfile=target, doraise=True, invalidation_mode=py_compile.PycInvalidationMode.UNCHECKED_HASH)
        except OSError:
            pass
print(json.dumps(found))
`;

export interface InspectOptions {
  /** Folder that it is started in. */
  readonly folder: string;
  readonly helper: Helper;
}

/** The helper's source, and the folder of its compiled forms, by the tag of the interpreter. */
export interface Helper {
  readonly source: string;
  readonly compiled: string;
}

/** Undefined: it does not start, or is no Python. */
export async function inspectPython(
  executable: string,
  { folder, helper }: InspectOptions,
): Promise<Inspected | undefined> {
  const args = ["-c", SCRIPT, helper.source, helper.compiled];
  const { code, stdout } = await runTool(executable, { args, folder });
  if (code !== 0) return undefined;
  try {
    const found = Inspected.safeParse(JSON.parse(stdout));
    return found.success ? found.data : undefined;
  } catch {
    return undefined;
  }
}
