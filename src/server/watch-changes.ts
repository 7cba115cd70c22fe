// What a server adds to changes that sessions make: nobody loses the last administrator, built-in roles
// stay, what is kept about a user goes with him, and it is all written down.
import type { Change } from "../domain/change.js";
import { ZenError } from "../domain/errors.js";
import type { RequestMark } from "../domain/principal.js";
import type { ResourceName } from "../domain/resources.js";
import type { Source } from "../store/bootstrap.js";
import type { StoreDriver } from "../store/driver.js";
import type { ChangeWatch } from "../store/store-sessions.js";
import { auditChanges, isAudited } from "./audit/audit-changes.js";
import type { Accounts } from "./auth/accounts.js";
import { isBuiltIn } from "./auth/directory.js";
import { markChange } from "./http/done-requests.js";
import { isTold } from "./events/event.js";
import type { EventHub } from "./events/event-hub.js";

export interface WatchParts {
  readonly driver: StoreDriver;
  readonly accounts: Accounts;
  readonly source: Source;
  readonly events: EventHub;
  /** After a change of who may do what. */
  readonly onChange: () => void;
  /** After a change by others at the same data, whatever it was. */
  readonly onElsewhere: () => void;
}

const ABOUT_PEOPLE: readonly ResourceName[] = ["user", "role", "team", "project"];

export function watchChanges(parts: WatchParts): ChangeWatch {
  const { driver, accounts, source, events, onChange, onElsewhere } = parts;
  const marked = new WeakSet<RequestMark>();
  return {
    before: async (principal, changes) => {
      const leading: Change[] = [];
      for (const change of changes) {
        if (change.resource === "role") await checkBuiltIn(accounts, change);
        if (change.op === "delete") leading.push(...(await goingWith(accounts, change)));
      }
      if (changes.some(isTold)) await events.prepare(changes);
      const audited = changes.filter(isAudited);
      const audit =
        audited.length === 0 ? [] : await auditChanges(driver, principal, audited, source);
      const mark = principal.origin?.mark;
      if (mark !== undefined && !marked.has(mark)) leading.unshift(markChange(mark, source));
      return leading.length + audit.length === 0 ? changes : [...leading, ...changes, ...audit];
    },
    after: ({ origin }, changes) => {
      if (origin?.mark !== undefined) marked.add(origin.mark);
      if (changes.some(({ resource }) => ABOUT_PEOPLE.includes(resource))) onChange();
      events.publish(changes);
    },
    elsewhere: onElsewhere,
  };
}

/** What points to it and has no meaning without it. Errors: `conflict`. */
async function goingWith(
  accounts: Accounts,
  { resource, id }: Extract<Change, { op: "delete" }>,
): Promise<readonly Change[]> {
  if (resource === "user") {
    const isAdministrator = (await accounts.directory.administrators()).includes(id);
    if (isAdministrator) await accounts.checkAdministratorsLeft(id);
    return accounts.forgetting(id);
  }
  const field = resource === "team" ? "team_id" : resource === "project" ? "project_id" : undefined;
  if (field === undefined) return [];
  const assigned = await accounts.directory.all("role_assignment", { [field]: id });
  return assigned.map((one) => ({ op: "delete", resource: "role_assignment", id: one.id }));
}

/** Errors: `forbidden`. */
async function checkBuiltIn({ directory }: Accounts, change: Change): Promise<void> {
  if (change.op === "create") return;
  const role = await directory.one("role", { id: change.id });
  if (role === undefined || !isBuiltIn(role.name)) return;
  throw new ZenError("forbidden", `The role '${role.name}' is built in and stays as it is.`, {
    hint: "Make a role of your own: zenml role create",
  });
}
