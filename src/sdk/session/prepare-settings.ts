// The settings that apply, on a machine that has its default profile. Opens no store but on first use.
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
  /** Whether to say which repository, profile and project apply; default: true. */
  readonly header?: boolean | undefined;
}

/** Errors: `unknown_setting`, `config_invalid`, `invalid_input`, those of making the first profile. */
export async function prepareSettings(request: SessionRequest = {}): Promise<Settings> {
  const { header = true, env = process.env, cwd = process.cwd() } = request;
  const tell = tellersOf(request);
  const found = await resolveSettings(request);
  if (found.isFirstUse) {
    const { createDefaultProfile } = await import("../profiles/create-profile.js");
    await createDefaultProfile({ paths: found.paths, env, cwd, tell });
  }
  const settings = found.isFirstUse ? await resolveSettings(request) : found;
  if (header) headerLines(settings).forEach(tell.notice);
  return settings;
}

export function tellersOf({ notice, warn }: Pick<SessionRequest, "notice" | "warn">): Tellers {
  return { notice: notice ?? SILENT.notice, warn: warn ?? SILENT.warn };
}
