import { DEFAULT_NAME } from "../../config/choose-profile.js";
import type { User } from "../../domain/entities/user.js";
import { ZenError } from "../../domain/errors.js";
import type { Session } from "../session.js";

/** Errors: `not_found`; `in_use` for the active and the default user. */
export async function deletableUser(session: Session, reference: string): Promise<User> {
  const user = await session.store.users.get(reference);
  if (user.name === DEFAULT_NAME) {
    throw new ZenError("in_use", "The user 'default' belongs to every store.", {
      hint: "Delete another one: zenml user list",
    });
  }
  if (user.id !== session.user.id) return user;
  throw new ZenError("in_use", `User '${user.name}' cannot be deleted because it is active.`, {
    hint: "Choose another active user first: zenml user set USER",
  });
}

/** What the user owns stays. Errors: those of `deletableUser`. */
export async function deleteUser(session: Session, reference: string): Promise<User> {
  const user = await deletableUser(session, reference);
  await session.store.users.delete(user.id);
  return user;
}
