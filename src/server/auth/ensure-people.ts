// What a store needs to be served: the built-in roles, and somebody who can let others in.
import { BUILT_IN_ROLES } from "../../domain/access.js";
import type { Change } from "../../domain/change.js";
import type { Account } from "../../domain/entities/account.js";
import { isZenError } from "../../domain/errors.js";
import { DEFAULT_NAME } from "../../store/bootstrap.js";
import type { Source } from "../../store/bootstrap.js";
import type { Accounts } from "./accounts.js";
import { newAssignment } from "./assignments.js";

export interface FirstPeople {
  /** Whether only this machine reaches the server. */
  readonly isLocal: boolean;
  /** The administrator's first password, where somebody chose one. */
  readonly adminPassword: string | undefined;
  readonly source: Source;
}

/** A way in that nobody else knows of yet, to be shown once. */
export interface FirstActivation {
  readonly user: string;
  readonly activation_token: string;
  readonly activation_expires: string;
}

const ATTEMPTS = 5;

/**
 * Undefined: somebody can get in already. Of several servers that begin with one store, one makes what is
 * missing. Errors: `invalid_input` for a first password that is too short.
 */
export async function ensurePeople(
  accounts: Accounts,
  first: FirstPeople,
): Promise<FirstActivation | undefined> {
  for (let attempt = 1; ; attempt++) {
    try {
      await ensureRoles(accounts, first.source);
      return await ensureAdministrator(accounts, first);
    } catch (error) {
      const isRace = isZenError(error, "entity_exists") || isZenError(error, "conflict");
      if (!isRace || attempt === ATTEMPTS) throw error;
    }
  }
}

async function ensureRoles(accounts: Accounts, { now, newId }: Source): Promise<void> {
  const known = (await accounts.directory.all("role")).map(({ name }) => name);
  const missing = Object.entries(BUILT_IN_ROLES).filter(([name]) => !known.includes(name));
  if (missing.length === 0) return;
  const created = now();
  const changes = missing.map(([name, permissions]): Change => ({
    op: "create",
    resource: "role",
    entity: { id: newId(), created, updated: created, name, permissions: [...permissions] },
  }));
  await accounts.write(changes, { action: "prepare", resource: "role" });
}

async function ensureAdministrator(
  accounts: Accounts,
  { isLocal, adminPassword, source }: FirstPeople,
): Promise<FirstActivation | undefined> {
  const { directory } = accounts;
  const user = await directory.userNamed(DEFAULT_NAME);
  if (user === undefined) return undefined;
  const account = await directory.accountOf(user.id);
  const changes: Change[] = [];
  if ((await directory.administrators()).length === 0) {
    const admin = await directory.one("role", { name: "admin" });
    const entity = newAssignment({ role_id: admin?.id ?? "", user_id: user.id }, source);
    const known = await directory.all("role_assignment", { user_id: user.id });
    const has = known.some(
      ({ role_id, project_id }) => role_id === admin?.id && project_id === null,
    );
    if (!has) changes.push({ op: "create", resource: "role_assignment", entity });
  }
  const isAlone = !(await directory.administrators()).some((id) => id !== user.id);
  const way = await wayIn(accounts, account, { isLocal, adminPassword, isAlone });
  if (account === undefined) {
    const made = accounts.newAccount(user.id, way.fields);
    changes.push({ op: "create", resource: "account", entity: made });
  } else if (Object.keys(way.fields).length > 0) {
    changes.push(accounts.update(account, way.fields));
  }
  if (changes.length > 0) {
    await accounts.write(changes, { action: "prepare", resource: "account", target: user });
  }
  return way.activation === undefined ? undefined : { user: user.name, ...way.activation };
}

interface WayIn {
  readonly fields: Partial<Account>;
  readonly activation?: Omit<FirstActivation, "user">;
}

interface Ways extends Omit<FirstPeople, "source"> {
  /** Whether nobody else could let him in. */
  readonly isAlone: boolean;
}

/** How the first user gets in: as he did, by the password that was chosen, by none here, or by a token. */
async function wayIn(
  accounts: Accounts,
  account: Account | undefined,
  { isLocal, adminPassword, isAlone }: Ways,
): Promise<WayIn> {
  const hash = account?.password_hash ?? null;
  if (hash !== null && hash !== "") return { fields: {} };
  if (adminPassword !== undefined) return { fields: await accounts.passwordFields(adminPassword) };
  if (isLocal) return { fields: hash === "" ? {} : { password_hash: "" } };
  // An empty password that was one on this machine is none where others reach the server.
  if (!isAlone) return { fields: hash === "" ? { password_hash: null } : {} };
  const { fields, ...activation } = accounts.newActivation();
  return { fields: { ...fields, password_hash: null }, activation };
}
