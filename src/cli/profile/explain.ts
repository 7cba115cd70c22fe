import type { Handler } from "../framework/command.js";
import type { explainSpec } from "./specs.js";

const TEXT = `A profile is a named context: where ZenML keeps what you register and run (its store), and which
project, stack and user are active there.

Profiles are independent of each other. The first command on a machine makes one named 'default'.

  zenml profile create zenml            a new one, with YAML files in the settings folder
  zenml profile create team -u ./team   one whose files are kept in git
  zenml profile create work -t sql      one with a SQLite database
  zenml profile set zenml               use it: in a repository for that repository, else everywhere
  zenml status                          what is active, and which flag, variable or file says so

A flag (--profile) wins over ZENML_ACTIVATED_PROFILE, that over the repository, that over the machine.`;

export const handler: Handler<typeof explainSpec> = async (_args, _flags, context) => {
  await context.output.answer(TEXT, { text: TEXT });
};
