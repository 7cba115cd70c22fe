// Many sessions on one driver: what a server has, where each request is somebody else's.
import type { Principal } from "../domain/principal.js";
import type { Change } from "../domain/change.js";
import type { StoreDriver, StoreVersion } from "./driver.js";
import { createStore } from "./local-store.js";
import { principalIn, visibleFilters } from "./session/access.js";
import { lookUp } from "./session/look-up.js";
import type { ZenStore } from "./zen-store.js";

/** What needs no project. */
export type GlobalStores = Pick<ZenStore, "users" | "projects" | "roles" | "teams" | "sync">;

export interface StoreSessions {
  readonly type: ZenStore["type"];
  /** Without passwords. */
  readonly url: string;
  /** As `inProject`, with what the asker may do there. */
  enter(principal: Principal, project: string): Promise<Entered>;
  /** `project`: name, id or id prefix. Closing the session leaves the others alone. Errors: `not_found`. */
  inProject(principal: Principal, project: string): Promise<ZenStore>;
  withoutProject(principal: Principal): GlobalStores;
  /** As the driver's. Asked before anything else, what others changed is seen at once and not after a while. */
  version(): StoreVersion | undefined | Promise<StoreVersion | undefined>;
  /** Whatever the server keeps about itself. */
  readonly find: StoreDriver["find"];
  /** What is done for somebody who begins to work in a project. */
  welcome?(principal: Principal, project_id: string): Promise<void>;
  /** Closes the driver, and with it every session. */
  close(): Promise<void>;
}

export interface Entered {
  readonly principal: Principal;
  readonly store: ZenStore;
}

export interface SessionsOptions {
  readonly type: ZenStore["type"];
  readonly url: string;
  readonly now?: () => string;
  readonly newId?: () => string;
  readonly watch?: ChangeWatch | undefined;
}

/** Whoever shares a driver may add to what sessions write, and learn of it. */
export interface ChangeWatch {
  /** What is written instead, in the same transaction. Errors refuse it all. */
  before(principal: Principal, changes: readonly Change[]): Promise<readonly Change[]>;
  /** Once it is written; in the order in which it was. */
  after(principal: Principal, changes: readonly Change[]): void;
  /** Somebody else changed something at the same data. */
  elsewhere?(): void;
}

/** Milliseconds for which a project that was found counts as there: another server may have changed it. */
const TRUST = 1000;
const MOST_PROJECTS = 1000;
const NOWHERE = { user_id: "", project_id: "" };

/** The driver belongs to the sessions from now on. */
export function shareDriver(driver: StoreDriver, options: SessionsOptions): StoreSessions {
  const { type, url } = options;
  const projects = new Map<string, { readonly id: string; readonly until: number }>();
  const watch = options.watch && forgetting(options.watch, () => projects.clear());
  const session = (principal: Principal, project_id: string): ZenStore => {
    const scope = { user_id: principal.user_id, project_id };
    const watched = watchedDriver(driver, principal, watch);
    return { ...createStore(watched, { ...options, principal, scope }), close: async () => {} };
  };
  const find = async (principal: Principal, reference: string): Promise<string> => {
    // No project in which one has no role is there.
    const within = visibleFilters("project", { principal, scope: NOWHERE });
    if (within.length > 0 || watch === undefined) {
      return (await lookUp(driver, { resource: "project", reference, within })).id;
    }
    const known = projects.get(reference);
    if (known !== undefined && known.until > performance.now()) return known.id;
    const { id } = await lookUp(driver, { resource: "project", reference, within });
    if (projects.size >= MOST_PROJECTS) projects.clear();
    projects.set(reference, { id, until: performance.now() + TRUST });
    return id;
  };
  const enter = async (principal: Principal, project: string): Promise<Entered> => {
    const id = await find(principal, project);
    return { principal: principalIn(principal, id), store: session(principal, id) };
  };
  return {
    type,
    url,
    enter,
    inProject: async (principal, project) => (await enter(principal, project)).store,
    // No project has this id: whatever needs one finds nothing.
    withoutProject: (principal) => session(principal, ""),
    find: (resource, id) => driver.find(resource, id),
    version: versionOf(driver, () => {
      projects.clear();
      watch?.elsewhere?.();
    }),
    close: () => driver.close(),
  };
}

function versionOf(driver: StoreDriver, onOthers: () => void): StoreSessions["version"] {
  let others: number | undefined;
  const seen = (version: StoreVersion | undefined): StoreVersion | undefined => {
    if (version === undefined || version.others === others) return version;
    // Of what was before the first look nothing is remembered.
    const isFirst = others === undefined;
    others = version.others;
    if (!isFirst) onOthers();
    return version;
  };
  const look: StoreSessions["version"] = () => {
    const version = driver.version?.();
    return version instanceof Promise ? version.then(seen) : seen(version);
  };
  void look();
  return look;
}

function forgetting(watch: ChangeWatch, forget: () => void): ChangeWatch {
  return {
    before: (principal, changes) => watch.before(principal, changes),
    after: (principal, changes) => {
      if (changes.some(({ resource }) => resource === "project")) forget();
      watch.after(principal, changes);
    },
    elsewhere: () => watch.elsewhere?.(),
  };
}

function watchedDriver(
  driver: StoreDriver,
  principal: Principal,
  watch: ChangeWatch | undefined,
): StoreDriver {
  if (watch === undefined) return driver;
  return {
    find: (resource, id) => driver.find(resource, id),
    select: (resource, selection) => driver.select(resource, selection),
    place: (resource, selection) => driver.place(resource, selection),
    write: async (changes) => {
      await driver.write(await watch.before(principal, changes));
      watch.after(principal, changes);
    },
    sync: () => driver.sync(),
    close: () => driver.close(),
  };
}
