// The users of a store, from code: what `zenml user` does.
import type { User } from "../../domain/entities/user.js";
import { EntityDelegate } from "../entity-delegate.js";
import type { Session } from "../session.js";
import type { AccountChange, AccountInput, NewAccount, UserAccount } from "./account.js";
import type { ChangedPassword } from "./change-password.js";

export class Users extends EntityDelegate<"user"> {
  readonly #session: Session;

  constructor(session: Session) {
    super(session.store.users);
    this.#session = session;
  }

  /**
   * On a server somebody who may log in: with the password that is given, else with the activation token
   * that is answered. Errors: `entity_exists`, `invalid_input`, `forbidden`, `not_found` for the role.
   */
  async create(input: AccountInput): Promise<User | NewAccount> {
    const { createUser } = await import("./create-user.js");
    return createUser(this.#session, input);
  }

  /** How somebody gets into the server. Errors: `not_found`, `invalid_input` where there is none. */
  async account(reference: string = this.#session.user.id): Promise<UserAccount> {
    const { getAccount } = await import("./account.js");
    return getAccount(this.#session, reference);
  }

  /** Errors: `not_found`, `invalid_input`, `forbidden`. */
  async updateAccount(reference: string, change: AccountChange): Promise<UserAccount> {
    const { updateAccount } = await import("./account.js");
    return updateAccount(this.#session, reference, change);
  }

  /** Password and logins end; the activation token is answered. Errors: `not_found`, `forbidden`. */
  async resetPassword(reference: string): Promise<NewAccount> {
    const { resetPassword } = await import("./account.js");
    return resetPassword(this.#session, reference);
  }

  /** One's own, on a server. Errors: `unauthenticated`, `invalid_input`, `too_many_requests`. */
  async changePassword(old: string, password: string): Promise<ChangedPassword> {
    const { changePassword } = await import("./change-password.js");
    return changePassword(this.#session, { old, new: password });
  }

  /** The active user. */
  active(): Promise<User> {
    return this.get(this.#session.user.id);
  }

  /** For later sessions of this profile. Errors: `not_found`. */
  async set(reference: string): Promise<User> {
    const { setUser } = await import("./set-user.js");
    return setUser(this.#session, reference);
  }

  /** What the user owns stays. Errors: `not_found`, `in_use` for the active and the default user. */
  async delete(reference: string): Promise<User> {
    const { deleteUser } = await import("./delete-user.js");
    return deleteUser(this.#session, reference);
  }
}
