import { ZenError } from "../../domain/errors.js";
import { updateAccount } from "../../sdk/users/account.js";
import type { Handler } from "../framework/command.js";
import type { updateSpec } from "./specs.js";

export const handler: Handler<typeof updateSpec> = async (args, flags, context) => {
  const session = await context.openSession();
  const { name, active, email } = flags;
  const given = { full_name: flags.fullName, email: email === "" ? null : email, active };
  const isAccount = Object.values(given).some((value) => value !== undefined);
  if (name === undefined && !isAccount) {
    throw new ZenError("invalid_argument", "There is nothing to change.", {
      hint: "Give --name, --full-name, --email, --active or --no-active.",
    });
  }
  const { users } = session.store;
  const before = await users.get(args.user);
  const account = isAccount ? await updateAccount(session, before.id, given) : {};
  const user = name === undefined ? before : await users.update(before.id, { name });
  await context.output.answer(`User '${user.name}' successfully updated.`, { ...account, ...user });
};
