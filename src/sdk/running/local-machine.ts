import { join } from "node:path";
import { withFileLock } from "../../config/file-lock.js";
import { configPaths } from "../../config/paths.js";
import type { Machine } from "../../stack/machine.js";

/** What components may use of this machine beyond their own folders. */
export function localMachine(env: NodeJS.ProcessEnv): Machine {
  return {
    withLock: (file, work) => withFileLock(file, work),
    secretsKey: {
      text: env["ZENML_SECRETS_KEY"],
      file: join(configPaths(env).folder, "secrets.key"),
    },
  };
}
