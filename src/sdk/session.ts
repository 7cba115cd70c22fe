// A session: which settings apply, and the opened store that they name. The way into the product for
// the command line and for code alike.
import type { Settings } from "../config/resolve-settings.js";
import type { Stack } from "../domain/entities/stack.js";
import type { ZenStore } from "../store/zen-store.js";
import { ActiveStack, isSaidNow } from "./session/active-stack.js";
import { openSettingsStore } from "./session/open-settings-store.js";
import { prepareSettings, tellersOf } from "./session/prepare-settings.js";
import type { SessionRequest } from "./session/prepare-settings.js";

export type { SessionRequest } from "./session/prepare-settings.js";

export interface Session {
  readonly settings: Settings;
  readonly store: ZenStore;
  readonly user: { readonly id: string; readonly name: string };
  readonly project: { readonly id: string; readonly name: string };
  /** What settings call the active stack: its name or id; which it is, `activeStack` tells. */
  readonly stack: string;
  /** Folder of this machine for logs and local bytes. */
  readonly localFolder: string;
  /** The environment that it was opened in. */
  readonly env: NodeJS.ProcessEnv;
  /** Errors: `unknown_setting`, listing the stacks that there are. */
  activeStack(): Promise<Stack>;
  isStackKnown(): Promise<boolean>;
  close(): Promise<void>;
}

/**
 * Opens the store that flags, environment, repository and global settings come down to. The first use
 * of a machine creates the `default` profile. Errors: `unknown_setting`, `config_invalid`, the store's.
 */
export async function openSession(request: SessionRequest = {}): Promise<Session> {
  const settings = await prepareSettings(request);
  const { env = process.env, isShared } = request;
  const store = await openSettingsStore(settings, { env, isShared, tell: tellersOf(request) });
  const active = new ActiveStack(store, settings, tellersOf(request));
  try {
    if (isSaidNow(settings)) await active.get();
  } catch (error) {
    await store.close();
    throw error;
  }
  return {
    settings,
    store,
    user: { id: store.scope.user_id, name: settings.user.value },
    project: { id: store.scope.project_id, name: settings.project.value },
    stack: settings.stack.value,
    localFolder: settings.localFolder,
    env,
    activeStack: () => active.get(),
    isStackKnown: () => active.isKnown(),
    close: () => store.close(),
  };
}
