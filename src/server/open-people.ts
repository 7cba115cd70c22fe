// A whole server on a driver: who may get in, what they may do, what is told of changes. The parts know
// each other here and nowhere else.
import type { StoreDriver } from "../store/driver.js";
import type { Source } from "../store/bootstrap.js";
import { shareDriver } from "../store/store-sessions.js";
import type { StoreSessions } from "../store/store-sessions.js";
import type { ZenStore } from "../store/zen-store.js";
import { accessRoutes } from "./auth/access-routes.js";
import { accountRoutes } from "./auth/account-routes.js";
import { Accounts } from "./auth/accounts.js";
import { ApiTokens } from "./auth/api-tokens.js";
import { Attempts } from "./auth/attempts.js";
import { Authenticator } from "./auth/authenticator.js";
import { Directory } from "./auth/directory.js";
import { ensurePeople } from "./auth/ensure-people.js";
import { withFirstStacks } from "./auth/first-stack.js";
import type { FirstActivation } from "./auth/ensure-people.js";
import { loginRoutes } from "./auth/login-routes.js";
import { Logins } from "./auth/logins.js";
import { PasswordHasher } from "./auth/password-hasher.js";
import type { Authenticate } from "./dispatch.js";
import { EventHub } from "./events/event-hub.js";
import { eventRoutes } from "./events/event-routes.js";
import { OpenStreams } from "./events/open-streams.js";
import { watchChanges } from "./watch-changes.js";
import type { Route } from "./routes/route.js";

export interface PeopleOptions {
  readonly type: ZenStore["type"];
  /** Without passwords. */
  readonly url: string;
  /** Whether only this machine reaches the server. */
  readonly isLocal: boolean;
  readonly adminPassword?: string | undefined;
  /** Milliseconds that a login lasts. */
  readonly loginLifetime: number;
  readonly source: Source;
  /** Failed tries in a quarter of an hour, at one account and of one peer. */
  readonly tries?: { readonly perAccount: number; readonly perPeer: number } | undefined;
  readonly onError?: ((error: unknown) => void) | undefined;
  /** Milliseconds since the epoch. */
  readonly now?: () => number;
}

export interface People {
  readonly stores: StoreSessions;
  readonly authenticate: Authenticate;
  readonly routes: readonly Route[];
  readonly accounts: Accounts;
  readonly logins: Logins;
  readonly streams: OpenStreams;
  /** How the first administrator gets in, where nobody could yet. */
  readonly activation: FirstActivation | undefined;
}

const TRIES = { perAccount: 10, perPeer: 50 } as const;

/** Errors: `invalid_input`, and those of the store. */
export async function openPeople(driver: StoreDriver, options: PeopleOptions): Promise<People> {
  const { type, url, isLocal, adminPassword, source, now = Date.now, tries = TRIES } = options;
  const directory = new Directory(driver);
  const hasher = new PasswordHasher();
  const authenticator = new Authenticator({ directory, now });
  const events = new EventHub({
    driver,
    epoch: crypto.randomUUID().slice(0, 8),
    look: () => stores.version(),
  });
  const streams = new OpenStreams({
    stillHolds: (asker) => authenticator.stillHolds(asker),
    onError: options.onError ?? (() => undefined),
  });
  const onChange = () => {
    authenticator.forget();
    streams.recheck();
  };
  const accounts = new Accounts({ driver, directory, hasher, source, onChange });
  const activation = await ensurePeople(accounts, { isLocal, adminPassword, source });
  const logins = new Logins({
    accounts,
    hasher,
    source,
    isLocal,
    perAccount: new Attempts({ now, most: tries.perAccount }),
    perPeer: new Attempts({ now, most: tries.perPeer }),
    lifetime: options.loginLifetime,
  });
  const tokens = new ApiTokens(accounts, source);
  // Streams are asked about anew every few seconds: what others write is too much to do it each time.
  const onElsewhere = () => {
    authenticator.forget();
    events.elsewhere();
  };
  const watch = watchChanges({ driver, accounts, source, events, onChange, onElsewhere });
  const stores = shareDriver(driver, { type, url, ...source, watch });
  return {
    stores: withFirstStacks(stores, accounts, source),
    authenticate: (request) => authenticator.authenticate(request),
    routes: [
      ...loginRoutes(logins),
      ...accountRoutes(accounts, source),
      ...accessRoutes({ driver, accounts, tokens, source }),
      ...eventRoutes({ hub: events, streams }),
    ],
    streams,
    accounts,
    logins,
    activation,
  };
}
