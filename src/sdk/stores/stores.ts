// Whole stores of profiles, from code: what `zenml store` does.
import type { SettingsRequest } from "../../config/setting-layers.js";
import { ZenError } from "../../domain/errors.js";
import { SILENT } from "../session/tellers.js";
import type { Tellers } from "../session/tellers.js";
import type { BackupResult } from "./backup-store.js";
import type { ProfileStore } from "./open-profile-store.js";
import type { Reference } from "./reference.js";
import type { RestoreResult } from "./restore-store.js";
import type { TransferProgress, TransferResult } from "./transfer.js";

interface Watching {
  /** Told after each batch. */
  readonly onProgress?: ((progress: TransferProgress) => void) | undefined;
}

export interface CopyRequest extends Watching {
  /** Profile; default: the active one. */
  readonly from?: string | undefined;
  readonly to: string;
}

export interface BackupRequest {
  readonly file: string;
  /** Default: the active one. */
  readonly profile?: string | undefined;
}

export interface RestoreRequest extends Watching {
  readonly file: string;
  /** Profile; default: the active one. */
  readonly to?: string | undefined;
  /** Asked when the store holds something else, which goes when it may. Default: no. */
  readonly mayReplace?: ((inTheWay: readonly Reference[]) => Promise<boolean>) | undefined;
}

/** Between which profiles something went, and where bytes lie that do not go along. */
export type StoreCopied = TransferResult & {
  readonly from: string;
  readonly to: string;
  readonly local_folders: { readonly from: string; readonly to: string };
};
export type StoreBackedUp = BackupResult & {
  readonly profile: string;
  readonly local_folder: string;
};
export type StoreRestored = RestoreResult & {
  readonly file: string;
  readonly to: string;
  readonly local_folder: string;
};

/**
 * Everything in a store at once: copied, backed up, brought back.
 *
 * @example
 * ```ts
 * import { Client } from "zenml";
 *
 * const client = await Client.open();
 * await client.stores.backup({ file: "zenml-backup.jsonl" });
 * await client.close();
 * ```
 */
export class Stores {
  readonly #request: SettingsRequest;
  readonly #tell: Tellers;
  readonly #now: () => string;

  constructor(
    request: SettingsRequest = {},
    tell: Tellers = SILENT,
    now: () => string = () => new Date().toISOString(),
  ) {
    this.#request = request;
    this.#tell = tell;
    this.#now = now;
  }

  /**
   * Ids, times and owners are kept. The target is empty or new, or holds what is equal; the answer is
   * the proof that both hold the same. Errors: `conflict` before anything is written, `store_corrupt`.
   */
  async copy({ from, to, onProgress }: CopyRequest): Promise<StoreCopied> {
    return this.#with(from, (source) =>
      this.#with(to, async (target) => {
        if (source.store.url === target.store.url) throw sameStore(source.name, target.name);
        const { copyStore } = await import("./copy-store.js");
        const copied = await copyStore({
          from: source.store,
          to: target.store,
          onProgress,
          onRead: () => {
            source.checkReadable();
            target.checkReadable();
          },
        });
        const local_folders = { from: source.localFolder, to: target.localFolder };
        return { from: source.name, to: target.name, ...copied, local_folders };
      }),
    );
  }

  /** One portable file, readable for its owner alone. Errors: `store_corrupt`, those of writing a file. */
  async backup({ file, profile }: BackupRequest): Promise<StoreBackedUp> {
    return this.#with(profile, async ({ name, store, localFolder, checkReadable }) => {
      const { backupStore } = await import("./backup-store.js");
      const made = await backupStore({
        store,
        file,
        created: this.#now(),
        onRead: checkReadable,
      });
      return { profile: name, ...made, local_folder: localFolder };
    });
  }

  /** What has to go is backed up first. Errors: `conflict`, `store_corrupt`, `store_too_new`. */
  async restore({ file, to, mayReplace, onProgress }: RestoreRequest): Promise<StoreRestored> {
    const { restoreStore } = await import("./restore-store.js");
    return this.#with(to, async ({ name, store, localFolder: local_folder, checkReadable }) => {
      const now = this.#now();
      const safetyFile = `${file}.before-${now.replaceAll(/[:.]/g, "-")}`;
      const options = { file, target: store, mayReplace, onProgress, safetyFile, now };
      const restored = await restoreStore({ ...options, onRead: checkReadable });
      return { file, to: name, ...restored, local_folder };
    });
  }

  async #with<Result>(
    profile: string | undefined,
    use: (opened: ProfileStore) => Promise<Result>,
  ): Promise<Result> {
    const { openProfileStore } = await import("./open-profile-store.js");
    const opened = await openProfileStore(profile, { request: this.#request, tell: this.#tell });
    try {
      return await use(opened);
    } finally {
      await opened.store.close();
    }
  }
}

function sameStore(from: string, to: string): ZenError {
  return new ZenError("invalid_input", `The profiles '${from}' and '${to}' have the same store.`, {
    hint: "Name another profile with --to.",
  });
}
