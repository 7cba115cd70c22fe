// The profiles of this machine, from code: what `zenml profile` does.
import type { SettingsRequest } from "../../config/setting-layers.js";
import { SILENT } from "../session/tellers.js";
import type { Tellers } from "../session/tellers.js";
import type { ActiveChange } from "../session/set-active.js";
import type { NewProfileInput } from "./create-profile.js";
import type { ProfileDeletion } from "./delete-profile.js";
import type { ProfileView } from "./profile-view.js";
import type { KnownProfiles } from "./read-profiles.js";
import type { ProfileUpdate } from "./update-profile.js";

export interface SetOptions {
  /** For the machine, inside a repository too. Default: false. */
  readonly global?: boolean | undefined;
}

/**
 * Named contexts: which store, and what is active in it.
 *
 * @example
 * ```ts
 * import { Client } from "zenml";
 *
 * const client = await Client.open();
 * await client.profiles.create({ name: "team", type: "sql" });
 * await client.profiles.set("team");
 * await client.close();
 * ```
 */
export class Profiles {
  readonly #request: SettingsRequest;
  readonly #tell: Tellers;

  constructor(request: SettingsRequest = {}, tell: Tellers = SILENT) {
    this.#request = request;
    this.#tell = tell;
  }

  /** In order of creation. */
  async list(): Promise<ProfileView[]> {
    const { profileViews } = await import("./profile-view.js");
    return profileViews(await this.#known());
  }

  /** Errors: `not_found`, listing the profiles that there are. */
  async get(name: string): Promise<ProfileView> {
    const { findProfile } = await import("../../config/find-profile.js");
    const { profileView } = await import("./profile-view.js");
    const known = await this.#known();
    return profileView(findProfile(known.config, name), known);
  }

  /**
   * Makes the store, or loads one that is at the URL already. A password in the URL is kept apart from
   * it. Errors: `entity_exists`, `invalid_input`, `store_foreign`, those of opening a store.
   */
  async create(input: NewProfileInput): Promise<ProfileView> {
    const { createProfile } = await import("./create-profile.js");
    const { paths } = await this.#known();
    await createProfile(input, { ...this.#place(), paths, tell: this.#tell });
    return this.get(input.name);
  }

  /** Makes it the active one: of the repository inside one, else of the machine. Errors: `not_found`. */
  async set(name: string, { global }: SetOptions = {}): Promise<ActiveChange> {
    const { setActive } = await import("../session/set-active.js");
    return setActive({ kind: "profile", name, global }, await this.#known());
  }

  /** Points it to where its store is now. Errors: `not_found`, `invalid_input`, the store's. */
  async update(name: string, set: ProfileUpdate): Promise<ProfileView> {
    const { updateProfile } = await import("./update-profile.js");
    const known = await this.#known();
    await updateProfile(name, set, { ...this.#place(), known, tell: this.#tell });
    return this.get(name);
  }

  /** Store and data stay where they are. Errors: `not_found`, `entity_exists`, `invalid_input`. */
  async rename(before: string, name: string): Promise<ProfileView> {
    const { renameProfile } = await import("./rename-profile.js");
    await renameProfile(before, name, await this.#known());
    return this.get(name);
  }

  /**
   * Deletes it, and its store where that lies in the settings folder; one elsewhere is left.
   * Errors: `not_found`, `in_use` for an active one.
   */
  async delete(name: string): Promise<ProfileDeletion> {
    const { deleteProfile } = await import("./delete-profile.js");
    return deleteProfile(name, await this.#known());
  }

  /** The text of a file that `zenml profile create --from` reads. Errors: `not_found`. */
  async export(name: string): Promise<string> {
    const { findProfile } = await import("../../config/find-profile.js");
    const { exportProfile } = await import("./export-profile.js");
    const { config, paths } = await this.#known();
    return exportProfile(findProfile(config, name), paths);
  }

  async #known(): Promise<KnownProfiles> {
    const { readProfiles } = await import("./read-profiles.js");
    return readProfiles({ ...this.#request, ...this.#tell, header: false });
  }

  #place() {
    const { env = process.env, cwd = process.cwd() } = this.#request;
    return { env, cwd };
  }
}
