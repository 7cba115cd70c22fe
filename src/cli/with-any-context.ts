import { DEFAULT_NAME } from "../config/choose-profile.js";
import type { Settings } from "../config/resolve-settings.js";
import { isZenError } from "../domain/errors.js";
import { openSettingsStore } from "../sdk/session/open-settings-store.js";
import { prepareSettings } from "../sdk/session/prepare-settings.js";
import type { Session } from "../sdk/session.js";
import type { Context } from "./framework/context.js";

/**
 * Runs something on the store of the active profile, whether or not the active project and user
 * exist: whoever corrects that has to get here.
 */
export async function withAnyContext<Result>(
  { io, output, overrides }: Context,
  work: (session: Pick<Session, "store" | "settings">) => Promise<Result>,
): Promise<Result> {
  const tell = {
    notice: (text: string) => output.notice(text),
    warn: (text: string) => output.warn(text),
  };
  const settings = await prepareSettings({ flags: overrides, env: io.env, cwd: io.cwd, ...tell });
  const open = (chosen: Settings) => openSettingsStore(chosen, { env: io.env, tell });
  const store = await open(settings).catch((error: unknown) => {
    if (!isZenError(error, "unknown_setting")) throw error;
    const project = { ...settings.project, value: DEFAULT_NAME };
    return open({ ...settings, project, user: { ...settings.user, value: DEFAULT_NAME } });
  });
  try {
    return await work({ store, settings });
  } finally {
    await store.close();
  }
}
