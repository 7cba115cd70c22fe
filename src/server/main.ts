// Starts a server: opens its store, lets people in, listens. Whoever starts it stops it, which closes the
// store too.
import { randomUUID } from "node:crypto";
import { readFileSync } from "node:fs";
import { cwd } from "node:process";
import { ZenError } from "../domain/errors.js";
import { ensureDefaults } from "../store/bootstrap.js";
import { openServedDriver } from "../store/open.js";
import { hidePassword } from "../util/hide-password.js";
import { isoClock } from "../util/iso-clock.js";
import { forgetOldRequests } from "./http/done-requests.js";
import { ServerLog } from "./observe/server-log.js";
import { openPeople } from "./open-people.js";
import type { ServerOptions } from "./options/server-options.js";
import { isLocalServer, serve } from "./serve.js";
import type { RunningServer } from "./serve.js";

export interface StartOptions {
  readonly options: ServerOptions;
  /** Takes lines of JSON. */
  readonly writeLog: (text: string) => void;
  /** Where relative paths begin. Default: the working directory. */
  readonly cwd?: string | undefined;
}

const DAY = 86_400_000;
const HOUR = 3_600_000;
const MINUTE = 60_000;

/** Errors: `address_in_use`, `config_invalid`, `invalid_input`, `forbidden`, and the `store_…` codes. */
export async function startServer(start: StartOptions): Promise<RunningServer> {
  const { options, writeLog } = start;
  const { store_type: type, store_url: url, session_days } = options;
  const source = { now: isoClock(), newId: randomUUID };
  const log = new ServerLog({ write: writeLog, level: options.log_level, now: source.now });
  const onWarning = (message: string) => log.log("warning", "store", { message });
  const driver = await openServedDriver({ type, url, cwd: start.cwd ?? cwd(), onWarning });
  try {
    if ((await driver.select("user", FIRST)).length === 0) await ensureDefaults(driver, source);
    const people = await openPeople(driver, {
      type,
      url: hidePassword(url),
      isLocal: isLocalServer(options),
      adminPassword: adminPassword(options),
      loginLifetime: session_days * DAY,
      tries: { perAccount: options.tries_per_account, perPeer: options.tries_per_peer },
      source,
      onError: (error) => log.error(error, "events"),
    });
    // Shown here alone, and good for one password.
    if (people.activation !== undefined)
      log.log("warning", "first_login", { ...people.activation });
    const running = await serve({
      ...people,
      options,
      log,
      onStop: () => people.streams.close(),
      checkStore: async () => void (await driver.select("project", FIRST)),
    });
    log.flush();
    const tidy = setInterval(() => {
      people.logins.removeEnded().catch((error: unknown) => log.error(error, "tidy"));
    }, HOUR);
    tidy.unref();
    const forget = setInterval(() => {
      forgetOldRequests(driver, Date.now).catch((error: unknown) => log.error(error, "tidy"));
    }, MINUTE);
    forget.unref();
    return {
      ...running,
      stop: async () => {
        clearInterval(tidy);
        clearInterval(forget);
        await running.stop();
        await driver.close();
      },
    };
  } catch (error) {
    log.flush();
    await driver.close();
    throw error;
  }
}

const FIRST = {
  filters: [],
  sort: { field: "name", direction: "asc" },
  limit: 1,
  after: null,
} as const;

/** Errors: `invalid_input`. */
function adminPassword({ admin_password, admin_password_file }: ServerOptions): string | undefined {
  if (admin_password_file === undefined) return admin_password;
  try {
    return readFileSync(admin_password_file, "utf8").replace(/\r?\n$/, "");
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new ZenError("invalid_input", `The admin's first password cannot be read: ${why}.`, {
      hint: "admin_password_file names a file that this user may read.",
      cause,
    });
  }
}
