// The config room: settings files and the environment. It may not know stores, only their URLs.
import { homedir } from "node:os";
import { join, resolve } from "node:path";

/** Where everything of a machine's user lies. */
export interface ConfigPaths {
  readonly folder: string;
  readonly globalFile: string;
  /** Passwords and tokens: readable by nobody else, and never in a store's folder. */
  readonly credentialsFile: string;
  /** Default place of a profile's store: a folder each. */
  readonly profiles: string;
  /** What belongs to this machine: logs, bytes of local artifact stores; a folder for each profile. */
  readonly local: string;
  /** What is known of servers that this machine runs, and their logs. */
  readonly servers: string;
  /** Traces of unexpected errors. */
  readonly traces: string;
}

/** ZENML_CONFIG_PATH, else $XDG_CONFIG_HOME/zenml, else ~/.config/zenml. */
export function configPaths(env: NodeJS.ProcessEnv = process.env): ConfigPaths {
  const folder = resolve(env["ZENML_CONFIG_PATH"] || join(baseFolder(env), "zenml"));
  return {
    folder,
    globalFile: join(folder, "zenml.yaml"),
    credentialsFile: join(folder, "credentials.yaml"),
    profiles: join(folder, "profiles"),
    local: join(folder, "local"),
    servers: join(folder, "servers"),
    traces: join(folder, "traces"),
  };
}

function baseFolder(env: NodeJS.ProcessEnv): string {
  return env["XDG_CONFIG_HOME"] || join(homeFolder(env), ".config");
}

export function homeFolder(env: NodeJS.ProcessEnv): string {
  return env["HOME"] || homedir();
}
