import { createUser } from "../../sdk/users/create-user.js";
import type { Handler } from "../framework/command.js";
import { activationLines } from "./activation-lines.js";
import type { createSpec } from "./specs.js";

export const handler: Handler<typeof createSpec> = async ({ name }, flags, context) => {
  const session = await context.openSession();
  const { password, role, service, fullName: full_name, email } = flags;
  const user = await createUser(session, {
    name,
    // An empty one asks for a token, as it always did.
    password: password === "" ? undefined : password,
    role: role === "none" ? null : role,
    kind: service ? "service" : undefined,
    full_name,
    email,
  });
  const lines = [`User '${name}' successfully created.`];
  lines.push(...activationLines(user, session.store.url));
  if (service) lines.push(`Give it a token: zenml token create NAME --user ${name}`);
  await context.output.answer(lines.join("\n"), user);
};
