// Which way the configuration leads: a folder of this machine, or a tracking server.
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { ZenError } from "../../domain/errors.js";
import type { ExperimentTracker } from "../../stack/experiment-tracker.js";
import { fileTracker } from "./file-tracker.js";
import { serverTracker } from "./server-tracker.js";

export interface TrackerConfiguration {
  readonly tracking_uri?: string | undefined;
  readonly tracking_username?: string | undefined;
  readonly tracking_password?: string | undefined;
  readonly tracking_token?: string | undefined;
  readonly tracking_insecure_tls: boolean;
  readonly databricks_host?: string | undefined;
}

/** Errors: `stack_invalid` for what would have no effect. */
export function openTracker(
  configuration: TrackerConfiguration,
  { name, localFolder }: { readonly name: string; readonly localFolder: string },
): ExperimentTracker {
  const { tracking_uri: uri = join(localFolder, "mlruns") } = configuration;
  const { tracking_username: username, tracking_password: password } = configuration;
  refuseUnused(configuration, name);
  if (/^https?:\/\//i.test(uri)) {
    const address = uri.replace(/\/+$/, "");
    return serverTracker({ uri: address, username, password, token: configuration.tracking_token });
  }
  if (/^file:/i.test(uri)) return fileTracker(fileURLToPath(uri));
  if (!/^[a-z][a-z0-9+.-]+:/i.test(uri)) return fileTracker(resolve(uri));
  throw new ZenError(
    "stack_invalid",
    `The experiment tracker '${name}' cannot use '${uri.replace(/:.*$/s, ":…")}': it takes a folder, or the http(s) address of a tracking server.`,
    { hint: `zenml experiment-tracker update ${name} --tracking_uri=http://HOST:PORT` },
  );
}

function refuseUnused(configuration: TrackerConfiguration, name: string): void {
  const unused = [
    ...(configuration.tracking_insecure_tls ? ["tracking_insecure_tls"] : []),
    ...(configuration.databricks_host === undefined ? [] : ["databricks_host"]),
  ];
  if (unused.length === 0) return;
  throw new ZenError(
    "stack_invalid",
    `'${unused.join("' and '")}' of the experiment tracker '${name}' would have no effect.`,
    { hint: `zenml experiment-tracker remove-attribute ${name} --${unused[0] ?? ""}` },
  );
}
