// Makes the store of a new profile, or finds one that is there already.
import { readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { TOKEN_VARIABLE } from "../../config/config-model.js";
import type { Profile } from "../../config/config-model.js";
import { folderName, folderOf } from "../../config/folder-name.js";
import type { ConfigPaths } from "../../config/paths.js";
import { pathOfUrl, urlOfPath } from "../../config/store-url.js";
import { PASSWORD_VARIABLE, withPassword } from "../../config/url-password.js";
import { ZenError, isZenError } from "../../domain/errors.js";
import { openStore } from "../../store/open.js";
import type { OpenedStore } from "../../store/open.js";
import type { Tellers } from "../session/tellers.js";
import { explainForeign, isOldStore } from "./old-store.js";
import { rememberPlace } from "./remember-place.js";
import type { ProfileType } from "./profile-types.js";
import type { StoreTarget } from "./store-target.js";

export interface NewStoreRequest {
  readonly name: string;
  readonly target: StoreTarget;
  readonly paths: ConfigPaths;
  readonly env: NodeJS.ProcessEnv;
  /** Whose folders are taken. */
  readonly profiles: readonly Profile[];
  readonly tell: Tellers;
}

export interface NewStore extends OpenedStore {
  readonly url: string;
  readonly folder: string;
  /** Puts the place back as it was. */
  readonly undo: () => void;
}

/** Errors: those of opening a store; `store_foreign` with a way out for an older ZenML's. */
export async function openNewStore(request: NewStoreRequest): Promise<NewStore> {
  const { name, target, profiles } = request;
  const inUse = new Set(profiles.map((profile) => folderOf(profile).toLowerCase()));
  const isFree = (folder: string) => !inUse.has(folder.toLowerCase());
  const base = folderName(name);
  const numbered = Array.from(
    { length: profiles.length + 1 },
    (_, index) => `${base}-${index + 2}`,
  );
  const folder = [base, ...numbered].find(isFree) ?? base;
  if (target.url !== undefined) return { ...(await openAt(target.url, request)), folder };
  const beside = ["", "-2", "-3", "-4"].map((suffix) => `${base}-typescript${suffix}`);
  return openInOwnFolder([folder, ...beside.filter(isFree)], request);
}

/** What somebody else keeps in our default place stays as it is; ours goes beside it. */
async function openInOwnFolder(
  folders: readonly string[],
  request: NewStoreRequest,
): Promise<NewStore> {
  const [folder = "", ...others] = folders;
  const { paths, tell, target } = request;
  const place = join(paths.profiles, folder);
  try {
    return { ...(await openAt(defaultUrl(place, target.type), request)), folder };
  } catch (error) {
    const [next] = others;
    if (!isZenError(error, "store_foreign") || next === undefined) throw error;
    const isOld = isOldStore(place);
    const owner = isOld ? "An older ZenML keeps a profile" : "Something else lies";
    tell.notice(`${owner} in ${place}: it is left as it is.`);
    tell.notice(`The new one is stored in ${join(paths.profiles, next)}.`);
    if (isOld) tell.notice(`To bring the old stacks over: zenml profile migrate ${place}`);
    return openInOwnFolder(others, request);
  }
}

function defaultUrl(place: string, type: ProfileType): string {
  if (type !== "sql") return urlOfPath(place, "local");
  const isFolder = statSync(place, { throwIfNoEntry: false })?.isDirectory() ?? false;
  const others = isFolder ? readdirSync(place).filter((name) => !name.startsWith("zenml.db")) : [];
  if (others.length > 0) {
    throw new ZenError("store_foreign", `The folder ${place} is not empty.`, {
      hint: "Name another place with --url.",
    });
  }
  return urlOfPath(join(place, "zenml.db"), "sql");
}

async function openAt(
  url: string,
  { target, tell, paths, env }: NewStoreRequest,
): Promise<Omit<NewStore, "folder">> {
  const path = pathOfUrl(url, paths.folder);
  const place = target.type === "sql" ? "sql" : "local";
  const undo = path === undefined ? () => undefined : rememberPlace(path, place);
  try {
    const opened = await openStore({
      type: target.type,
      token: () => env[TOKEN_VARIABLE],
      url: withPassword(url, target.password ?? env[PASSWORD_VARIABLE]),
      onWarning: tell.warn,
    });
    return { ...opened, url, undo };
  } catch (error) {
    undo();
    throw explainForeign(error, path);
  }
}
