// Which store a server of this machine is to serve: that of the active profile, and where that is itself
// on a server, of the profile that was active before.
import type { Profile } from "../../config/config-model.js";
import { folderOf } from "../../config/folder-name.js";
import { PASSWORD_VARIABLE, splitPassword, withPassword } from "../../config/url-password.js";
import { ZenError } from "../../domain/errors.js";
import type { KnownProfiles } from "../profiles/read-profiles.js";
import { returnPath } from "./return-path.js";
import type { ServerRecord } from "./server-record.js";

export interface ServedStore {
  /** Null: the environment names the store. */
  readonly profile: string | null;
  /** What says to the server's process which store it is. */
  readonly env: Readonly<Record<string, string>>;
  readonly args: readonly string[];
  /** What is active there, and the folder of this machine that belongs to it. */
  readonly like: Pick<Profile, "active_project" | "active_stack"> | undefined;
  readonly folder: string | undefined;
  readonly user: string;
}

/** Errors: `invalid_input` where there is no store that can be served, `unknown_setting`. */
export function servedStore(
  known: KnownProfiles,
  record: ServerRecord | undefined,
  env: NodeJS.ProcessEnv,
): ServedStore {
  const { settings, config } = known;
  if (settings === undefined) throw known.problem ?? noStore();
  const { store, user, project, stack } = settings;
  const like = { active_project: project.value, active_stack: stack.value };
  if (settings.profile === undefined) {
    if (store.type === "rest" || store.type === "memory") throw noStore();
    const password = env[PASSWORD_VARIABLE] || splitPassword(env["ZENML_STORE_URL"] ?? "").password;
    const url = withPassword(store.url, password);
    const named = { ZENML_SERVER_STORE_URL: url, ZENML_SERVER_STORE_TYPE: store.type };
    return { profile: null, env: named, args: [], like, folder: undefined, user: user.value };
  }
  const active = settings.profile.value;
  const name = store.type === "rest" ? behind(active, known, record) : active;
  const profile = config?.profiles.find((one) => one.name === name);
  if (profile === undefined || profile.store_type === "rest") throw noStore();
  return {
    profile: profile.name,
    env: {},
    args: ["--profile", profile.name],
    like: name === active ? like : profile,
    folder: folderOf(profile),
    user: name === active ? user.value : profile.active_user,
  };
}

function behind(
  active: string,
  { config, repository, paths }: KnownProfiles,
  record: ServerRecord | undefined,
): string | undefined {
  const local = (config?.profiles ?? []).filter(({ store_type }) => store_type !== "rest");
  if (record?.profile === active && record.serves !== null) return record.serves;
  const walked = returnPath(paths, repository?.file ?? paths.globalFile);
  const before = walked.find((place) => local.some(({ name }) => name === place.profile));
  return before?.profile ?? (local.find(({ name }) => name === "default") ?? local[0])?.name;
}

function noStore(): ZenError {
  return new ZenError("invalid_input", "There is no store on this machine that could be served.", {
    hint: "Name a profile that has one: zenml up --profile NAME",
  });
}
