// The door to stores: from a type and a URL to a session in a project.
import { cwd } from "node:process";
import type { Principal } from "../domain/principal.js";
import { isZenError } from "../domain/errors.js";
import type { ResourceName } from "../domain/resources.js";
import { DEFAULT_NAME, ensureDefaults } from "./bootstrap.js";
import type { Created, Source } from "./bootstrap.js";
import type { StoreDriver } from "./driver.js";
import { openDriver, openDoor, openRemote } from "./drivers.js";
import { hidePassword } from "../util/hide-password.js";
import { createStore } from "./local-store.js";
import type { HttpOptions, HttpRequest, TokenSource } from "./rest/http-client.js";
import { lookUp } from "./session/look-up.js";
import { sharedDriver } from "./shared-drivers.js";
import type { ZenStore } from "./zen-store.js";

export type { Created } from "./bootstrap.js";

export interface OpenStoreOptions extends Partial<Source> {
  readonly type: ZenStore["type"];
  /** A folder or `file:` URL (local), `sqlite:////path.db` (sql), `https://host` (rest); memory takes anything. */
  readonly url: string;
  /** Who asks. Default: the user named `user`, as administrator. */
  readonly principal?: Principal | undefined;
  /** Name, id or id prefix. Default: `default`. */
  readonly user?: string | undefined;
  /** Name, id or id prefix. Default: `default`. */
  readonly project?: string | undefined;
  /** Says to a server who asks. */
  readonly token?: TokenSource | undefined;
  /** How a server is asked; default: the platform's `fetch`. */
  readonly fetch?: ServerFetch | undefined;
  /** Files that cannot be read are left out of lists and told here. */
  readonly onWarning?: ((message: string) => void) | undefined;
  /** Default: true. */
  readonly createIfMissing?: boolean | undefined;
  /** A folder that holds other files may become a store all the same; they stay. Default: false. */
  readonly joinsOthers?: boolean | undefined;
  /** Where relative paths begin. Default: the working directory. */
  readonly cwd?: string | undefined;
  /** Opened once in this process, and never closed. Default: false. */
  readonly isShared?: boolean | undefined;
}

export interface OpenedStore {
  readonly store: ZenStore;
  /** What was made because the store was new: user, project, components, stack. */
  readonly created: readonly Created[];
}

/**
 * Opens a store, made on first use, as a session of one user in one project.
 * Errors: `invalid_input`, `not_found`, and the `store_…` codes.
 */
export async function openStore(options: OpenStoreOptions): Promise<OpenedStore> {
  const { type, url, onWarning = () => undefined, createIfMissing = true } = options;
  if (type === "rest") {
    const { project, token, newId, fetch } = options;
    return { store: await openRemote({ url, project, token, newId, fetch }), created: [] };
  }
  const source: Source = {
    now: options.now ?? (() => new Date().toISOString()),
    newId: options.newId ?? (() => crypto.randomUUID()),
  };
  const { isShared = false } = options;
  const driver = await (isShared ? sharedDriver : openDriver)({
    type,
    url,
    onWarning,
    createIfMissing,
    joinsOthers: options.joinsOthers ?? false,
    cwd: options.cwd ?? cwd(),
  });
  try {
    const session = await beginSession(driver, options, source);
    const { principal, project_id, created } = session;
    const scope = { user_id: principal.user_id, project_id };
    const store = createStore(driver, {
      type,
      url: hidePassword(url),
      principal,
      scope,
      ...source,
    });
    return { store: isShared ? { ...store, close: () => Promise.resolve() } : store, created };
  } catch (error) {
    if (!isShared) await driver.close();
    throw error;
  }
}

export interface ServedStore {
  readonly type: "memory" | "local" | "sql";
  readonly url: string;
  readonly cwd: string;
  readonly onWarning: (message: string) => void;
}

export type ServerFetch = NonNullable<HttpOptions["fetch"]>;

/** What a server is asked besides entities: logins, versions, … */
export interface ServerDoor {
  /** `url` without a slash at the end, `host` with its port. */
  readonly server: { readonly base: string; readonly host: string };
  /** The answer's JSON. Errors: those of the server, `store_unreachable`, `unauthenticated`. */
  request(asked: HttpRequest): Promise<unknown>;
}

/** Errors: `invalid_input` for a URL that is none of a server. */
export function openServerDoor(
  options: Pick<HttpOptions, "url" | "token" | "fetch">,
): Promise<ServerDoor> {
  return openDoor(options);
}

/** A driver for whoever makes sessions of it himself. Errors: `invalid_input`, and the `store_…` codes. */
export function openServedDriver(options: ServedStore): Promise<StoreDriver> {
  return openDriver({ ...options, createIfMissing: true, joinsOthers: false });
}

interface Session {
  readonly principal: Principal;
  readonly project_id: string;
  readonly created: readonly Created[];
}

async function beginSession(
  driver: StoreDriver,
  options: OpenStoreOptions,
  source: Source,
): Promise<Session> {
  try {
    return { ...(await findSession(driver, options)), created: [] };
  } catch (error) {
    if (!isZenError(error, "not_found")) throw error;
    // Filled meanwhile by another process, or it is the name that does not exist: asking again tells.
    if (await isFilled(driver)) return { ...(await findSession(driver, options)), created: [] };
  }
  const { created } = await ensureDefaults(driver, source);
  return { ...(await findSession(driver, options)), created };
}

async function findSession(
  driver: StoreDriver,
  options: OpenStoreOptions,
): Promise<Omit<Session, "created">> {
  const find = <Name extends ResourceName>(resource: Name, reference = DEFAULT_NAME) =>
    lookUp(driver, { resource, reference, within: [] });
  const { id: project_id } = await find("project", options.project);
  if (options.principal !== undefined) return { principal: options.principal, project_id };
  const user = await find("user", options.user);
  return { principal: { user_id: user.id, user_name: user.name, role: "admin" }, project_id };
}

/** A store that was once filled keeps what its people made of it. */
async function isFilled(driver: StoreDriver): Promise<boolean> {
  const sort = { field: "name", direction: "asc" } as const;
  const first = { filters: [], sort, limit: 1, after: null };
  const [users, projects] = [
    await driver.select("user", first),
    await driver.select("project", first),
  ];
  return users.length > 0 && projects.length > 0;
}
