// Getting in and out: passwords against logins that last until their end, a logout or a new password.
import type { Change } from "../../domain/change.js";
import type { Account } from "../../domain/entities/account.js";
import type { LoginSession } from "../../domain/entities/login-session.js";
import type { User } from "../../domain/entities/user.js";
import { ZenError } from "../../domain/errors.js";
import type { Source } from "../../store/bootstrap.js";
import type { Origin } from "../../domain/principal.js";
import { peerGroup } from "../guard/peers.js";
import type { Accounts } from "./accounts.js";
import type { Asker } from "./asker.js";
import type { Attempts } from "./attempts.js";
import type { PasswordHasher } from "./password-hasher.js";
import { csrfToken, hashToken, newToken } from "./secret-token.js";

export interface LoginsOptions {
  readonly accounts: Accounts;
  readonly hasher: PasswordHasher;
  /** Tries at one account, and of one peer at any. */
  readonly perAccount: Attempts;
  readonly perPeer: Attempts;
  readonly source: Source;
  /** Milliseconds. */
  readonly lifetime: number;
  /** Whether only this machine reaches the server: an empty password is one there. */
  readonly isLocal: boolean;
}

/** Who wants in, from where. */
export interface Knock extends Origin {
  readonly loopback: boolean;
}

export interface Login {
  readonly user: User;
  readonly token: string;
  readonly csrf_token: string;
  readonly expires: string;
}

export class Logins {
  readonly #options: LoginsOptions;

  constructor(options: LoginsOptions) {
    this.#options = options;
  }

  /** Errors: `unauthenticated`, `too_many_requests`. */
  async login(name: string, password: string, knock: Knock): Promise<Login> {
    const { accounts } = this.#options;
    const known = await this.#checked(name, password, knock);
    if (known === undefined) {
      await accounts.write(
        [],
        { action: "login_failed", resource: "user", target: { name } },
        knock,
      );
      throw wrongPassword();
    }
    return this.#begin(known.user, knock, []);
  }

  /** Errors: `unauthenticated`, `too_many_requests`, `invalid_input`. */
  async changePassword(asker: Asker, old: string, password: string, knock: Knock): Promise<Login> {
    const { accounts } = this.#options;
    const known = await this.#checked(asker.user_name, old, knock);
    if (known === undefined || known.user.id !== asker.user_id) throw wrongPassword();
    const fields = await accounts.passwordFields(password);
    const changes = [
      accounts.update(known.account, fields),
      ...(await accounts.logoutEverywhere(known.user.id)),
    ];
    return this.#begin(known.user, knock, changes);
  }

  /** A single-use token lets somebody choose his password. Errors: `unauthenticated`, `too_many_requests`. */
  async activate(name: string, token: string, password: string, knock: Knock): Promise<Login> {
    const { accounts, source } = this.#options;
    const subjects = this.#count(name, knock);
    const { directory } = accounts;
    const user = await directory.userNamed(name);
    const account = user && (await directory.accountOf(user.id));
    const { activation_hash = null, activation_expires } = account ?? {};
    const holds =
      account?.active === true &&
      activation_hash === hashToken(token) &&
      Date.parse(activation_expires ?? "") > Date.parse(source.now());
    if (user === undefined || account === undefined || !holds) throw wrongActivation();
    const fields = await accounts.passwordFields(password);
    const used: Change = {
      op: "update",
      resource: "account",
      id: account.id,
      set: { ...fields, updated: source.now() },
      // Of two that use it at once, one does.
      expect: { activation_hash: [activation_hash] },
    };
    const login = await this.#begin(user, knock, [
      used,
      ...(await accounts.logoutEverywhere(user.id)),
    ]);
    this.#settle(subjects);
    return login;
  }

  async logout({ user_id, user_name, credential }: Asker, origin: Origin): Promise<void> {
    if (credential?.kind !== "login") {
      throw new ZenError("invalid_input", "An API token does not log out.", {
        hint: "Revoke it: zenml token revoke",
      });
    }
    const remove: Change = { op: "delete", resource: "login_session", id: credential.id };
    const deed = { actor: { user_id, user_name }, action: "logout", resource: "user" };
    await this.#options.accounts.write([remove], deed, origin);
  }

  /** Removes logins that have ended. */
  async removeEnded(): Promise<void> {
    const { accounts, source } = this.#options;
    const now = source.now();
    const ended = (await accounts.directory.all("login_session")).filter(
      ({ expires }) => expires <= now,
    );
    if (ended.length === 0) return;
    const changes = ended.map(({ id }): Change => ({
      op: "delete",
      resource: "login_session",
      id,
    }));
    await accounts.write(changes, { action: "logins_ended", resource: "user" });
  }

  async #checked(
    name: string,
    password: string,
    knock: Knock,
  ): Promise<{ readonly user: User; readonly account: Account } | undefined> {
    const subjects = this.#count(name, knock);
    const { directory } = this.#options.accounts;
    const user = await directory.userNamed(name);
    const account = user && (await directory.accountOf(user.id));
    const isRight = await this.#isRight(account, password, knock);
    if (!isRight || user === undefined || account === undefined) return undefined;
    this.#settle(subjects);
    return { user, account };
  }

  async #isRight(account: Account | undefined, password: string, knock: Knock): Promise<boolean> {
    const { hasher, isLocal } = this.#options;
    const hash =
      account?.active === true && account.kind === "person" ? account.password_hash : null;
    if (hash === "") return isLocal && knock.loopback && password === "";
    // Nobody is told by time whether there is such a user.
    return hash === null ? hasher.verifyNobody(password) : hasher.verify(hash, password);
  }

  /** Errors: `too_many_requests`. */
  #count(name: string, { peer }: Knock): readonly [string, string] {
    const group = peerGroup(peer);
    this.#options.perPeer.begin(group);
    this.#options.perAccount.begin(name);
    return [group, name];
  }

  #settle([group, name]: readonly [string, string]): void {
    this.#options.perPeer.succeeded(group);
    this.#options.perAccount.forget(name);
  }

  async #begin(user: User, knock: Knock, before: readonly Change[]): Promise<Login> {
    const { accounts, source, lifetime } = this.#options;
    const token = newToken("login");
    const created = source.now();
    const expires = new Date(Date.parse(created) + lifetime).toISOString();
    const entity: LoginSession = {
      id: source.newId(),
      created,
      updated: created,
      user_id: user.id,
      token_hash: hashToken(token),
      expires,
      peer: knock.peer,
    };
    const action = before.length === 0 ? "login" : "change_password";
    const actor = { user_id: user.id, user_name: user.name };
    const changes: readonly Change[] = [
      ...before,
      { op: "create", resource: "login_session", entity },
    ];
    await accounts.write(changes, { actor, action, resource: "user", target: user }, knock);
    return { user, token, csrf_token: csrfToken(token), expires };
  }
}

function wrongPassword(): ZenError {
  return new ZenError("unauthenticated", "User and password do not go together.", {
    hint: "Ask an administrator for a new activation token if it is forgotten.",
  });
}

function wrongActivation(): ZenError {
  return new ZenError("unauthenticated", "This activation token is not valid any more.", {
    hint: "Ask an administrator for a new one.",
  });
}
