// Makes or updates the profile by which a server is used, with the token in the credentials file; or,
// when anything fails, nothing.
import type { Profile } from "../../config/config-model.js";
import { readCredentials, setCredentials } from "../../config/credentials.js";
import { updateGlobalConfig } from "../../config/global-file.js";
import type { ConfigPaths } from "../../config/paths.js";
import type { ServerTls } from "../../config/server-tls.js";
import { ZenError } from "../../domain/errors.js";
import { openStore } from "../../store/open.js";
import type { ServerFetch } from "../../store/open.js";
import { contextIn } from "../profiles/context-in.js";
import { contextThere } from "../profiles/context-there.js";
import { SILENT } from "../session/tellers.js";
import type { Tellers } from "../session/tellers.js";

export interface Connection {
  /** Of the profile. */
  readonly name: string;
  readonly url: string;
  readonly user: string;
  readonly token: string;
  readonly tls?: ServerTls | undefined;
  readonly fetch?: ServerFetch | undefined;
  /** Must be there. Default: as it was, else `default`. */
  readonly project?: string | undefined;
  /** What was active where the same store was used before. */
  readonly like?: Pick<Profile, "active_project" | "active_stack"> | undefined;
  /** Folder of this machine for logs and local bytes, where the store is one of this machine. */
  readonly folder?: string | undefined;
}

/** Errors: `not_found` for the project, `entity_exists` for a profile of something else, the server's. */
export async function keepConnection(
  connection: Connection,
  { paths, tell }: { readonly paths: ConfigPaths; readonly tell: Tellers },
): Promise<Profile> {
  const { name, url, user, token, tls, folder } = connection;
  const tokenBefore = readCredentials(paths, name).token;
  let isTokenSet = false;
  try {
    let made: Profile | undefined;
    await updateGlobalConfig(paths, async (config) => {
      const profiles = config?.profiles ?? [];
      const before = profiles.find((one) => one.name === name);
      if (before !== undefined && before.store_type !== "rest") throw taken(name);
      const active = await contextOf(connection, before, tell);
      await setCredentials(paths, name, { token });
      isTokenSet = true;
      made = {
        name,
        store_type: "rest",
        store_url: url,
        ...active,
        active_user: user,
        ...(folder === undefined ? {} : { folder }),
        ...(tls?.ca === undefined ? {} : { ssl_ca: tls.ca }),
        ...(tls?.verify === false ? { ssl_verify: "none" } : {}),
      };
      const added = made;
      return {
        active_profile: config?.active_profile ?? name,
        profiles:
          before === undefined
            ? [...profiles, added]
            : profiles.map((one) => (one === before ? added : one)),
      };
    });
    if (made === undefined) throw taken(name);
    return made;
  } catch (error) {
    if (isTokenSet) await setCredentials(paths, name, { token: tokenBefore });
    throw error;
  }
}

async function contextOf(
  { url, user, token, fetch, project, like }: Connection,
  before: Profile | undefined,
  tell: Tellers,
): Promise<Pick<Profile, "active_project" | "active_stack">> {
  // Looked up by id and prefix too, in whichever project a client of this server may begin.
  const { store } = await openStore({ type: "rest", url, token: () => token, fetch, project });
  try {
    if (project !== undefined) {
      return await contextIn(store, { project }, { isNew: false, tell });
    }
    const wanted = like ?? before;
    if (wanted === undefined) return await contextIn(store, {}, { isNew: false, tell });
    const former = { name: "", store_type: "rest", store_url: url, active_user: user } as const;
    return await contextThere(store, {
      before: { ...former, ...wanted, active_user: user },
      user: undefined,
      tell: like === undefined ? tell : { ...SILENT, notice: tell.notice },
    });
  } finally {
    await store.close();
  }
}

function taken(name: string): ZenError {
  return new ZenError(
    "entity_exists",
    `Profile '${name}' exists already, and is none of a server.`,
    {
      hint: "Give the new one another name: zenml connect --url URL --profile NAME",
    },
  );
}
