// The users of a store, from code: what `zenml user` does.
import type { User } from "../../domain/entities/user.js";
import { EntityDelegate } from "../entity-delegate.js";
import type { Session } from "../session.js";

export class Users extends EntityDelegate<"user"> {
  readonly #session: Session;

  constructor(session: Session) {
    super(session.store.users);
    this.#session = session;
  }

  /** Errors: `entity_exists`, `invalid_input`. */
  create(input: { readonly name: string }): Promise<User> {
    return this.#session.store.users.create(input);
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
