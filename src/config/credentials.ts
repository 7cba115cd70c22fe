// Passwords and tokens of profiles, in a file of their own that nobody else may read. Loaded only by who
// needs one of them.
import { join } from "node:path";
import { dump } from "js-yaml";
import * as z from "zod/mini";
import { FORMAT_VERSION } from "./config-model.js";
import { withFileLock } from "./file-lock.js";
import { parseConfig } from "./parse-config.js";
import type { ConfigPaths } from "./paths.js";
import { readText } from "./read-config.js";
import { replaceFile } from "./write-file.js";

/** What one profile needs to be let in. */
export interface Credentials {
  /** Of the user that the store's URL names. */
  readonly password?: string | undefined;
  /** Of a server. */
  readonly token?: string | undefined;
}

export type CredentialsByProfile = Readonly<Record<string, Credentials>>;

const OWNER_ONLY = 0o600;

const Schema: z.ZodMiniType<{ readonly profiles: CredentialsByProfile }> = z.strictObject({
  version: z.literal(FORMAT_VERSION),
  profiles: z.record(
    z.string(),
    z.strictObject({ password: z.optional(z.string()), token: z.optional(z.string()) }),
  ),
});

/** Errors: `config_invalid`, `forbidden`. */
export function readCredentials(paths: ConfigPaths, profile: string): Credentials {
  return Object.entries(readAll(paths)).find(([name]) => name === profile)?.[1] ?? {};
}

/** Changes the file while no other process does; a profile without credentials is left out. */
export async function updateCredentials(
  paths: ConfigPaths,
  change: (all: CredentialsByProfile) => CredentialsByProfile,
): Promise<void> {
  // Where there is nothing to take away, no file is made to lock.
  const isNew = readText(paths.credentialsFile) === undefined;
  if (isNew && Object.values(change({})).every(isEmpty)) return;
  await withFileLock(join(paths.folder, "credentials.lock"), () => {
    const before = readAll(paths);
    const kept = Object.entries(change(before)).filter(([, one]) => !isEmpty(one));
    if (kept.length === 0 && Object.keys(before).length === 0) return;
    const profiles = Object.fromEntries(kept);
    const text = dump({ version: FORMAT_VERSION, profiles }, { skipInvalid: true });
    replaceFile(paths.credentialsFile, text, OWNER_ONLY);
  });
}

/** Sets what is given for one profile; undefined takes it away. */
export async function setCredentials(
  paths: ConfigPaths,
  profile: string,
  set: Credentials,
): Promise<void> {
  await updateCredentials(paths, (all) => ({ ...all, [profile]: { ...all[profile], ...set } }));
}

function readAll(paths: ConfigPaths): CredentialsByProfile {
  const text = readText(paths.credentialsFile);
  if (text === undefined) return {};
  return parseConfig(text, paths.credentialsFile, Schema).profiles;
}

function isEmpty({ password, token }: Credentials): boolean {
  return password === undefined && token === undefined;
}
