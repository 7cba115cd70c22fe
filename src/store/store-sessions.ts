// Many sessions on one driver: what a server has, where each request is somebody else's.
import type { Principal } from "../domain/principal.js";
import type { StoreDriver } from "./driver.js";
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
}

const NOWHERE = { user_id: "", project_id: "" };

/** The driver belongs to the sessions from now on. */
export function shareDriver(driver: StoreDriver, options: SessionsOptions): StoreSessions {
  const { type, url } = options;
  const session = (principal: Principal, project_id: string): ZenStore => {
    const scope = { user_id: principal.user_id, project_id };
    return { ...createStore(driver, { ...options, principal, scope }), close: async () => {} };
  };
  const enter = async (principal: Principal, project: string): Promise<Entered> => {
    // No project in which one has no role is there.
    const within = visibleFilters("project", { principal, scope: NOWHERE });
    const { id } = await lookUp(driver, { resource: "project", reference: project, within });
    return { principal: principalIn(principal, id), store: session(principal, id) };
  };
  return {
    type,
    url,
    enter,
    inProject: async (principal, project) => (await enter(principal, project)).store,
    // No project has this id: whatever needs one finds nothing.
    withoutProject: (principal) => session(principal, ""),
    close: () => driver.close(),
  };
}
