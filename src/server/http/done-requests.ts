// Which changes were done already, kept with what they changed: a client that heard no answer may ask once
// more, also a server that was started anew.
import type { Change } from "../../domain/change.js";
import { ZenError } from "../../domain/errors.js";
import type { RequestMark } from "../../domain/principal.js";
import type { StoreDriver } from "../../store/driver.js";
import type { Source } from "../../store/bootstrap.js";
import { uuidOf } from "../../util/uuid-of.js";

/** Milliseconds for which a request may be sent again. */
const LIFETIME = 600_000;
const CHUNK = 500;

/** The id follows from who asks and his key. */
export function markOf(user_id: string, key: string, digest: string): RequestMark {
  return { id: uuidOf([user_id, key]), digest };
}

/** Written first of all: where it is there already, nothing else is done. */
export function markChange({ id, digest }: RequestMark, { now }: Source): Change {
  const created = now();
  const entity = { id, created, updated: created, digest };
  return { op: "create", resource: "request_key", entity };
}

/** Errors: `conflict` when another request had this key. */
export async function isDone(
  find: StoreDriver["find"],
  { id, digest }: RequestMark,
): Promise<boolean> {
  const found = await find("request_key", id);
  if (found === undefined || found.digest === digest) return found !== undefined;
  throw new ZenError("conflict", "This idempotency key was used for another request.", {
    hint: "Make a new key for each change.",
  });
}

/** Of requests that nobody sends again. */
export async function forgetOldRequests(driver: StoreDriver, now: () => number): Promise<void> {
  const before = new Date(now() - LIFETIME).toISOString();
  const selection = {
    filters: [{ field: "created", operator: "lt", value: before }],
    sort: { field: "created", direction: "asc" },
    limit: CHUNK,
    after: null,
  } as const;
  for (;;) {
    const old = await driver.select("request_key", selection);
    if (old.length > 0) {
      await driver.write(old.map(({ id }) => ({ op: "delete", resource: "request_key", id })));
    }
    if (old.length < CHUNK) return;
  }
}
