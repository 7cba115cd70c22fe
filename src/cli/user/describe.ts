import type { Handler } from "../framework/command.js";
import { isZenError } from "../../domain/errors.js";
import type { Session } from "../../sdk/session.js";
import { getAccount } from "../../sdk/users/account.js";
import type { UserAccount } from "../../sdk/users/account.js";
import { showTime } from "../show.js";
import type { describeSpec } from "./specs.js";

export const handler: Handler<typeof describeSpec> = async (args, _flags, context) => {
  const session = await context.openSession();
  const user = await session.store.users.get(args.user ?? session.user.id);
  const account = session.store.server && (await accountFor(session, user.id));
  const active = user.id === session.user.id ? " (ACTIVE)" : "";
  await context.output.describe(
    {
      title: `'${user.name}' User${active}`,
      properties: [
        ["ID", user.id],
        ["NAME", user.name],
        ["CREATION_DATE", showTime(user.created)],
        ...(account === undefined ? [] : accountLines(account)),
      ],
    },
    { ...user, ...account },
  );
};

/** Undefined: it is somebody else's. */
async function accountFor(session: Session, id: string): Promise<UserAccount | undefined> {
  try {
    return await getAccount(session, id);
  } catch (error) {
    if (isZenError(error, "not_found")) return undefined;
    throw error;
  }
}

function accountLines({ kind, full_name, email, active }: UserAccount) {
  return [
    ["KIND", kind],
    ["FULL_NAME", full_name],
    ["EMAIL", email ?? ""],
    ["MAY_LOG_IN", active ? "yes" : "no"],
  ] as const;
}
