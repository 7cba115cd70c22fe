// Connects this machine to a server: who somebody is there, as a profile of type `rest` that is active.
import { resolve } from "node:path";
import * as z from "zod/mini";
import type { Profile } from "../../config/config-model.js";
import { readGlobalConfig } from "../../config/global-file.js";
import type { ServerTls } from "../../config/server-tls.js";
import { API_ROOT } from "../../domain/api.js";
import { ZenError, isZenError } from "../../domain/errors.js";
import { checkApiVersion } from "../../store/api-version.js";
import { openServerDoor } from "../../store/open.js";
import type { ServerDoor } from "../../store/open.js";
import { checkProfileName } from "../profiles/check-profile-name.js";
import type { KnownProfiles } from "../profiles/read-profiles.js";
import type { ActiveChange } from "../session/set-active.js";
import type { Tellers } from "../session/tellers.js";
import { activateConnection, pinnedBy } from "./activate-connection.js";
import { keepConnection } from "./keep-connection.js";
import { logIn, logOut } from "./log-in.js";
import type { Identity, LoggedIn } from "./log-in.js";
import { tlsFetch } from "./tls-fetch.js";

export interface ConnectRequest {
  readonly url: string;
  readonly identity: Identity;
  readonly project?: string | undefined;
  /** Name of the profile. Default: the one of this server, else one after its host. */
  readonly profile?: string | undefined;
  readonly tls?: ServerTls | undefined;
}

export interface Connected {
  readonly profile: Profile;
  /** Undefined: this terminal is kept where it is, by what `pinned` names. */
  readonly active: ActiveChange | undefined;
  readonly pinned: string | undefined;
}

/** Nothing is changed when it fails. Errors: `unauthenticated`, `not_found`, `store_unreachable`, … */
export async function connectServer(
  request: ConnectRequest,
  context: { readonly known: KnownProfiles; readonly cwd: string; readonly tell: Tellers },
): Promise<Connected> {
  const { known, tell, cwd } = context;
  if (request.profile !== undefined) checkProfileName(request.profile);
  const { paths } = known;
  const tls = request.tls && { ...request.tls, ca: request.tls.ca && resolve(cwd, request.tls.ca) };
  const fetch = tls === undefined ? undefined : tlsFetch(tls);
  const door = await openServerDoor({ url: request.url, fetch });
  const { base: url } = door.server;
  await checkVersion(door);
  const { identity } = request;
  const login = await identify(door, url, identity, fetch);
  const name = request.profile ?? profileNameFor(url, known);
  let profile: Profile;
  try {
    const made = { name, url, ...login, tls, fetch, project: request.project };
    profile = await keepConnection(made, { paths, tell });
  } catch (error) {
    if (identity.by !== "api_key") {
      await logOut(await openServerDoor({ url, fetch, token: () => login.token }));
    }
    throw isZenError(error, "not_found") ? unknownProject(error) : error;
  }
  const pinned = pinnedBy(known);
  const active =
    pinned === undefined ? await activateConnection(name, await refreshed(known)) : undefined;
  return { profile, active, pinned };
}

const Info = z.object({ version: z.string(), api_version: z.number() });

/** Errors: `store_unreachable` for what is no server of ours, or one of another time. */
async function checkVersion(door: ServerDoor): Promise<void> {
  const { host } = door.server;
  const path = `${API_ROOT}/info`;
  const info = Info.safeParse(await door.request({ method: "GET", path, timeout: 10_000 }));
  if (!info.success) {
    throw new ZenError("store_unreachable", `${host} answers, but not as a ZenML server does.`, {
      hint: "Check the URL.",
    });
  }
  checkApiVersion(host, info.data);
}

const Me = z.object({ user: z.object({ name: z.string() }) });

async function identify(
  door: ServerDoor,
  url: string,
  identity: Identity,
  fetch: ReturnType<typeof tlsFetch> | undefined,
): Promise<LoggedIn> {
  if (identity.by !== "api_key") return logIn(door, identity);
  const { key: token } = identity;
  const asked = await openServerDoor({ url, fetch, token: () => token });
  const me = Me.safeParse(
    await asked.request({ method: "GET", path: `${API_ROOT}/me`, timeout: 10_000 }),
  );
  if (me.success) return { user: me.data.user.name, token };
  throw new ZenError("store_unreachable", `${door.server.host} does not say whose the key is.`, {
    hint: "Check the URL.",
  });
}

/** The profile that this server has already, else a name after its host that is free. */
function profileNameFor(url: string, { config }: KnownProfiles): string {
  const profiles = config?.profiles ?? [];
  const known = profiles.find(
    (one) => one.store_type === "rest" && one.store_url === url && one.name !== "local",
  );
  if (known !== undefined) return known.name;
  const { hostname, port } = new URL(url);
  const host = hostname.replaceAll(/[[\]]/g, "").replaceAll(":", "-");
  const base = port === "" ? host : `${host}-${port}`;
  const isFree = (name: string) => !profiles.some((one) => one.name === name);
  const numbered = profiles.map((_, index) => `${base}-${index + 2}`);
  return [base, ...numbered].find(isFree) ?? base;
}

function unknownProject(cause: ZenError): ZenError {
  return new ZenError("not_found", cause.message, {
    hint: "Nothing was changed. Leave --project out, and see them with: zenml project list",
    details: cause.details ?? {},
    cause,
  });
}

/** What the settings hold after a profile was added. */
async function refreshed(known: KnownProfiles): Promise<KnownProfiles> {
  return { ...known, config: await readGlobalConfig(known.paths) };
}
