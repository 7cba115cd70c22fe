// The settings that apply, on a machine that has its default profile. Opens no store but on first use.
import { readGlobalConfig } from "../../config/global-file.js";
import { findLegacyRoot } from "../../config/legacy-root.js";
import { configPaths } from "../../config/paths.js";
import type { ConfigPaths } from "../../config/paths.js";
import { resolveSettings } from "../../config/resolve-settings.js";
import type { Settings } from "../../config/resolve-settings.js";
import type { SettingsRequest } from "../../config/setting-layers.js";
import { headerLines } from "./header-lines.js";
import { SILENT } from "./tellers.js";
import type { Tellers } from "./tellers.js";

export interface SessionRequest extends SettingsRequest {
  /** Takes what a person may like to know; default: nobody does. */
  readonly notice?: Tellers["notice"] | undefined;
  readonly warn?: Tellers["warn"] | undefined;
  /** The store is opened once in this process: for who never closes what he opens. Default: false. */
  readonly isShared?: boolean | undefined;
  /** Whether to say which repository, profile and project apply; default: true. */
  readonly header?: boolean | undefined;
}

/** Errors: `unknown_setting`, `config_invalid`, `invalid_input`, those of making the first profile. */
export async function prepareSettings(request: SessionRequest = {}): Promise<Settings> {
  const { header = true, env = process.env, cwd = process.cwd() } = request;
  const tell = tellersOf(request);
  const place: Place = { env, cwd, tell };
  if (!env["ZENML_STORE_URL"]) await bringRepositoryOver(place);
  const found = await resolveSettings(request);
  if (found.isFirstUse) await makeDefaultProfile(found.paths, place);
  const settings = found.isFirstUse ? await resolveSettings(request) : found;
  if (header) headerLines(settings).forEach(tell.notice);
  return settings;
}

interface Place {
  readonly env: NodeJS.ProcessEnv;
  readonly cwd: string;
  readonly tell: Tellers;
}

/** A repository from before profiles becomes one with a profile, the first time somebody works in it. */
async function bringRepositoryOver(place: Place): Promise<void> {
  const root = findLegacyRoot(place.cwd, place.env);
  if (root === undefined) return;
  const paths = configPaths(place.env);
  if ((await readGlobalConfig(paths)) === undefined) await makeDefaultProfile(paths, place);
  const { migrateRepository } = await import("../../migration/migrate-repository.js");
  await migrateRepository({ root, paths, ...place.tell });
}

async function makeDefaultProfile(paths: ConfigPaths, place: Place): Promise<void> {
  const { createDefaultProfile } = await import("../profiles/create-profile.js");
  await createDefaultProfile({ paths, ...place });
}

export function tellersOf({ notice, warn }: Pick<SessionRequest, "notice" | "warn">): Tellers {
  return { notice: notice ?? SILENT.notice, warn: warn ?? SILENT.warn };
}
