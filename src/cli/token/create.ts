import { Tokens } from "../../sdk/tokens/tokens.js";
import type { Handler } from "../framework/command.js";
import { readEnd } from "./read-end.js";
import type { createSpec } from "./specs.js";

export const handler: Handler<typeof createSpec> = async ({ name }, flags, context) => {
  const end = flags.expires === undefined ? undefined : readEnd(flags.expires, context.now());
  const tokens = new Tokens(await context.openSession());
  const { scope: scopes, user } = flags;
  const made = await tokens.create({ name, scopes, expires: end, user });
  const { output } = context;
  output.notice(`API token '${name}' successfully created. It is shown this once:`);
  await output.answer(made.token, made);
};
