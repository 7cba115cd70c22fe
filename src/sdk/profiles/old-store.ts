// Recognises what an older ZenML left in a place, by reading alone.
import { closeSync, existsSync, openSync, readSync, statSync } from "node:fs";
import { join } from "node:path";
import { ZenError, isZenError } from "../../domain/errors.js";

/** Far more than the schema of such a database takes. */
const HEAD = 1024 * 1024;
const OLD_TABLE = "zenstackcomponent";

/** Whether a folder holds the YAML files, or a file the tables, of a profile of an older ZenML. */
export function isOldStore(path: string): boolean {
  const found = statSync(path, { throwIfNoEntry: false });
  if (found === undefined) return false;
  if (!found.isDirectory()) return headOf(path).includes(OLD_TABLE);
  if (existsSync(join(path, "zenml-store.yaml"))) return false;
  return existsSync(join(path, "stacks.yaml")) || isOldStore(join(path, "zenml.db"));
}

/** An error that says how to bring an older ZenML's profile over; other errors as they are. */
export function explainForeign(error: unknown, path: string | undefined): unknown {
  if (path === undefined || !isZenError(error, "store_foreign") || !isOldStore(path)) return error;
  return new ZenError(
    "store_foreign",
    `An older ZenML keeps a profile in ${path}: it is left as it is.`,
    { hint: `To bring it over: zenml profile migrate ${path}`, cause: error },
  );
}

function headOf(file: string): string {
  const handle = openSync(file, "r");
  try {
    const bytes = Buffer.alloc(HEAD);
    return bytes.toString("latin1", 0, readSync(handle, bytes, 0, HEAD, 0));
  } finally {
    closeSync(handle);
  }
}
