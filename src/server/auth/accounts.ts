// What happens to people: they are made, get in, change their passwords, go. Each deed is written down
// with what it changes, in one transaction.
import type { Change } from "../../domain/change.js";
import type { Account } from "../../domain/entities/account.js";
import type { User } from "../../domain/entities/user.js";
import { ZenError } from "../../domain/errors.js";
import type { Source } from "../../store/bootstrap.js";
import type { StoreDriver } from "../../store/driver.js";
import { validateEntity } from "../../store/session/validate.js";
import { auditChange } from "../audit/audit-change.js";
import type { Deed } from "../audit/audit-change.js";
import type { Origin } from "../../domain/principal.js";
import type { Directory } from "./directory.js";
import type { PasswordHasher } from "./password-hasher.js";
import { checkPassword } from "./password-rules.js";
import { hashToken, newToken } from "./secret-token.js";

export interface AccountsOptions {
  readonly driver: StoreDriver;
  readonly directory: Directory;
  readonly hasher: PasswordHasher;
  readonly source: Source;
  /** After every change of who may do what. */
  readonly onChange: () => void;
}

export interface Activation {
  readonly activation_token: string;
  readonly activation_expires: string;
}

const ACTIVATION_DAYS = 7;
const DAY = 86_400_000;

export class Accounts {
  readonly #options: AccountsOptions;

  constructor(options: AccountsOptions) {
    this.#options = options;
  }

  get directory(): Directory {
    return this.#options.directory;
  }

  /** An account as it begins; what is not said is nothing. */
  newAccount(user_id: string, more: Partial<Account> = {}): Account {
    const { now, newId } = this.#options.source;
    const created = now();
    return {
      id: newId(),
      created,
      updated: created,
      user_id,
      kind: "person",
      full_name: "",
      email: null,
      active: true,
      password_hash: null,
      password_changed: null,
      activation_hash: null,
      activation_expires: null,
      ...more,
    };
  }

  /** A token by which one person chooses his password, once. */
  newActivation(): Activation & { readonly fields: Partial<Account> } {
    const activation_token = newToken("activation");
    const until = Date.parse(this.#options.source.now()) + ACTIVATION_DAYS * DAY;
    const activation_expires = new Date(until).toISOString();
    const fields = { activation_hash: hashToken(activation_token), activation_expires };
    return { activation_token, activation_expires, fields };
  }

  /** Errors: `invalid_input`. */
  async passwordFields(password: string): Promise<Partial<Account>> {
    checkPassword(password);
    return {
      password_hash: await this.#options.hasher.hash(password),
      password_changed: this.#options.source.now(),
      activation_hash: null,
      activation_expires: null,
    };
  }

  /** Errors: `invalid_input`, and those of the store. */
  async write(changes: readonly Change[], deed: Deed, origin?: Origin): Promise<void> {
    const { driver, source, onChange } = this.#options;
    for (const change of changes) {
      if (change.op === "create") validateEntity(change.resource, { ...change.entity });
    }
    await driver.write([...changes, auditChange(deed, origin, source)]);
    if (changes.some((change) => !isLogin(change))) onChange();
  }

  update(account: Account, set: Partial<Account>): Change {
    const updated = this.#options.source.now();
    return { op: "update", resource: "account", id: account.id, set: { ...set, updated } };
  }

  /** Ends every login of a user. */
  async logoutEverywhere(user_id: string): Promise<readonly Change[]> {
    const logins = await this.directory.all("login_session", { user_id });
    return logins.map(({ id }) => ({ op: "delete", resource: "login_session", id }));
  }

  /** Everything that the server keeps about a user. */
  async forgetting(user_id: string): Promise<readonly Change[]> {
    const { directory } = this;
    const [tokens, assignments, account] = await Promise.all([
      directory.all("api_token", { user_id }),
      directory.all("role_assignment", { user_id }),
      directory.accountOf(user_id),
    ]);
    return [
      ...(await this.logoutEverywhere(user_id)),
      ...tokens.map(({ id }): Change => ({ op: "delete", resource: "api_token", id })),
      ...assignments.map(({ id }): Change => ({ op: "delete", resource: "role_assignment", id })),
      ...(account === undefined
        ? []
        : [{ op: "delete", resource: "account", id: account.id } as const]),
    ];
  }

  /** Errors: `not_found`. */
  async existing(reference: string): Promise<{ readonly user: User; readonly account: Account }> {
    const user =
      (await this.directory.userNamed(reference)) ?? (await this.directory.user(reference));
    const account = user && (await this.directory.accountOf(user.id));
    if (user !== undefined && account !== undefined) return { user, account };
    throw new ZenError("not_found", `There is no account of a user '${reference}'.`, {
      hint: "zenml user list",
    });
  }

  /** Somebody must be left who can let others in. Errors: `conflict`. */
  async checkAdministratorsLeft(without: string): Promise<void> {
    const others = (await this.directory.administrators()).filter((id) => id !== without);
    if (others.length === 0) throw lastAdministrator();
  }

  /** As above, once an assigned role is taken away. Errors: `conflict`. */
  async checkAdministratorsWithout(assignment: string): Promise<void> {
    const left = await this.directory.administrators(assignment);
    if (left.length === 0) throw lastAdministrator();
  }
}

/** Nobody may do more or less for one that begins. */
function isLogin({ op, resource }: Change): boolean {
  return op === "create" && resource === "login_session";
}

function lastAdministrator(): ZenError {
  return new ZenError("conflict", "This is the last administrator of the server.", {
    hint: "Make somebody else an administrator first.",
  });
}
