import type { User } from "../../domain/entities/user.js";
import { ZenError } from "../../domain/errors.js";
import type { Session } from "../session.js";
import { createAccount } from "./account.js";
import type { AccountInput, NewAccount } from "./account.js";

/** Errors: `entity_exists`, `invalid_input`, `forbidden`, `not_found` for the role. */
export async function createUser(
  session: Session,
  input: AccountInput,
): Promise<User | NewAccount> {
  if (session.store.server !== undefined) return createAccount(session, input);
  const { name, ...more } = input;
  const given = Object.entries(more).flatMap(([field, value]) =>
    value === undefined ? [] : field,
  );
  if (given.length === 0) return session.store.users.create({ name });
  throw new ZenError(
    "invalid_input",
    `Nobody logs in to a local store, so its users have no ${given.join(", no ")}.`,
    { hint: "Leave that out, or go to a server: zenml up, zenml connect" },
  );
}
