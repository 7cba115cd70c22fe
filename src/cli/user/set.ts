import { setUser } from "../../sdk/users/set-user.js";
import type { Handler } from "../framework/command.js";
import { withAnyContext } from "../with-any-context.js";
import type { setSpec } from "./specs.js";

export const handler: Handler<typeof setSpec> = async (args, _flags, context) => {
  const { id, name } = await withAnyContext(context, (session) => setUser(session, args.user));
  await context.output.answer(`Active user set to: '${name}'`, { id, name });
};
