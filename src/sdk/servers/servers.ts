// The servers that this machine knows, from code: what `zenml connect` and its siblings do.
import type { SettingsRequest } from "../../config/setting-layers.js";
import type { KnownProfiles } from "../profiles/read-profiles.js";
import { SILENT } from "../session/tellers.js";
import type { Tellers } from "../session/tellers.js";
import type { KnownServer } from "./known-servers.js";

export interface ServerLogin {
  readonly url: string;
  /** Default: `default`. */
  readonly username?: string | undefined;
  readonly password?: string | undefined;
  /** An API token, instead of user and password. */
  readonly apiKey?: string | undefined;
  readonly project?: string | undefined;
  /** Name of the profile that is made; default: after the host. */
  readonly profile?: string | undefined;
  /** A file in PEM with authorities to trust. */
  readonly sslCa?: string | undefined;
  /** Default: true. */
  readonly verifySsl?: boolean | undefined;
}

/** Which profile a server is used by, and whose it is. */
export interface ServerConnection {
  readonly profile: string;
  readonly url: string;
  readonly user: string;
  /** Whether it is the active one from now on; a terminal may be kept elsewhere. */
  readonly active: boolean;
}

/**
 * Servers that this machine runs or is connected to. A client that is open already stays where it is.
 *
 * @example
 * ```ts
 * import { Client } from "zenml";
 *
 * const client = await Client.open();
 * console.log(await client.servers.list());
 * await client.close();
 * ```
 */
export class Servers {
  readonly #request: SettingsRequest;
  readonly #tell: Tellers;

  constructor(request: SettingsRequest = {}, tell: Tellers = SILENT) {
    this.#request = request;
    this.#tell = tell;
  }

  /** Those that were started from this machine. */
  async list(): Promise<readonly KnownServer[]> {
    const { knownServers } = await import("./known-servers.js");
    return knownServers(await this.#known());
  }

  /** Makes a profile for the server and activates it. Errors: `unauthenticated`, `store_unreachable`, … */
  async connect(login: ServerLogin): Promise<ServerConnection> {
    const { connectServer } = await import("./connect.js");
    const { url, username = "default", password = "", apiKey: key, project, profile } = login;
    const { sslCa: ca, verifySsl: verify = true } = login;
    const { cwd = process.cwd() } = this.#request;
    const made = await connectServer(
      {
        url,
        identity:
          key === undefined ? { by: "password", username, password } : { by: "api_key", key },
        project,
        profile,
        tls: verify && ca === undefined ? undefined : { ca, verify },
      },
      { known: await this.#known(), cwd, tell: this.#tell },
    );
    const { name, store_url, active_user } = made.profile;
    return { profile: name, url: store_url, user: active_user, active: made.active !== undefined };
  }

  /** The profile that is active now; undefined: no server was in use. */
  async disconnect(): Promise<string | undefined> {
    const { disconnectServer } = await import("./disconnect.js");
    return (await disconnectServer(await this.#known()))?.active;
  }

  async #known(): Promise<KnownProfiles> {
    const { readProfiles } = await import("../profiles/read-profiles.js");
    return readProfiles({ ...this.#request, ...this.#tell, header: false });
  }
}
