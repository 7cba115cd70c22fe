// Leaves a server: the login ends, its token goes, and what was active before is active again.
import { readCredentials, setCredentials } from "../../config/credentials.js";
import { tlsOfProfile } from "../../config/server-tls.js";
import type { Profile } from "../../config/config-model.js";
import { ZenError } from "../../domain/errors.js";
import { openServerDoor } from "../../store/open.js";
import type { KnownProfiles } from "../profiles/read-profiles.js";
import { isUsedElsewhere, pinnedBy, returnFrom } from "./activate-connection.js";
import { logOut } from "./log-in.js";
import { returningFiles } from "./return-path.js";
import { tlsFetch } from "./tls-fetch.js";

export interface Disconnected {
  readonly profile: Profile;
  /** The profile that is active now. */
  readonly active: string | undefined;
}

/** The server that is in use here; undefined: it is none. */
export function connectedProfile({ config, settings }: KnownProfiles): Profile | undefined {
  if (settings?.store.type !== "rest") return undefined;
  return config?.profiles.find(({ name }) => name === settings.profile?.value);
}

/** Undefined: no server was in use. Errors: `invalid_input` where the environment keeps this terminal. */
export async function disconnectServer(known: KnownProfiles): Promise<Disconnected | undefined> {
  const profile = connectedProfile(known);
  const pin = pinnedBy(known);
  if (pin !== undefined && known.settings?.store.type === "rest") {
    throw new ZenError("invalid_input", `This terminal is kept with its server by ${pin}.`, {
      hint: `unset ${pin}`,
    });
  }
  if (profile === undefined) return undefined;
  const scope = known.repository?.active_profile === profile.name ? "repository" : "global";
  const active = await returnFrom(profile.name, known, { scope });
  const { paths, config } = known;
  const left = scope === "global" ? { ...known, config: withoutActive(config) } : known;
  if (!(await isUsedElsewhere(profile.name, left, returningFiles(paths)))) {
    await forgetToken(profile, known);
  }
  return { profile, active };
}

function withoutActive(config: KnownProfiles["config"]): KnownProfiles["config"] {
  return config && { ...config, active_profile: "" };
}

/** Also where the server is not there any more. */
export async function forgetToken(
  profile: Profile,
  { paths }: Pick<KnownProfiles, "paths">,
): Promise<void> {
  const { token } = readCredentials(paths, profile.name);
  if (token === undefined) return;
  // Whether the server hears of it or not, nothing is kept here.
  await endLogin(profile, token).catch(() => undefined);
  await setCredentials(paths, profile.name, { token: undefined });
}

async function endLogin(profile: Profile, token: string): Promise<void> {
  const tls = tlsOfProfile(profile);
  const fetch = tls === undefined ? undefined : tlsFetch(tls);
  await logOut(await openServerDoor({ url: profile.store_url, fetch, token: () => token }));
}
