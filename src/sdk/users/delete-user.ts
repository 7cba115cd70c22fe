import { DEFAULT_NAME } from "../../config/choose-profile.js";
import { readGlobalConfig } from "../../config/global-file.js";
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
  const profiles = await profilesOf(user, session);
  if (user.id !== session.user.id && profiles.length === 0) return user;
  const where = profiles.map((name) => ` in the profile '${name}'`).join(" and");
  const [flag = ""] = profiles.map((name) => ` --profile ${name}`);
  throw new ZenError(
    "in_use",
    `User '${user.name}' cannot be deleted because it is active${where}.`,
    { hint: `Choose another active user first: zenml user set USER${flag}` },
  );
}

/** The profiles of this machine that act as that user. */
async function profilesOf({ name }: User, { settings }: Session): Promise<string[]> {
  const config = await readGlobalConfig(settings.paths);
  return (config?.profiles ?? [])
    .filter((one) => one.store_url === settings.store.url && one.active_user === name)
    .map((profile) => profile.name);
}

/** What the user owns stays. Errors: those of `deletableUser`. */
export async function deleteUser(session: Session, reference: string): Promise<User> {
  const user = await deletableUser(session, reference);
  await session.store.users.delete(user.id);
  return user;
}
