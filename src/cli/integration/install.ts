import { Integrations } from "../../sdk/integrations/integrations.js";
import type { PackageChange } from "../../sdk/integrations/integrations.js";
import { isImplemented } from "../../stack/integrations.js";
import type { Handler } from "../framework/command.js";
import type { installSpec } from "./specs.js";

export const handler: Handler<typeof installSpec> = async (args, flags, context) => {
  const { io, output } = context;
  const integrations = new Integrations(io.cwd);
  const plan = integrations.planInstall(args.integrations ?? [], flags.ignoreIntegration);
  for (const line of warnings(plan)) output.warn(line);
  if (plan.manager === undefined) {
    await output.answer(nothingToDo(plan), answerOf(plan));
    return;
  }
  const { name, because, project } = plan.manager;
  output.notice(`Found ${name} (${because}) in '${project}'.`);
  const listed = plan.packages.join(", ");
  const question = `Install ${listed} into '${project}' with \`${plan.command?.join(" ") ?? ""}\`?`;
  if (!(await context.confirm(question, { yes: flags.yes }))) return;
  await integrations.run(plan, { env: io.env, onOutput: (text) => io.stderr.write(text) });
  await output.answer(`Installed ${listed} into '${project}'.`, answerOf(plan));
};

function warnings({ integrations }: PackageChange): string[] {
  return integrations
    .filter(({ name }) => !isImplemented(name))
    .map(
      ({ name }) =>
        `The flavors of '${name}' have no implementation yet: their components can be registered, not used.`,
    );
}

function nothingToDo({ integrations }: PackageChange): string {
  const names = integrations.map(({ name }) => `'${name}'`).join(", ");
  const needed = integrations.filter(({ packages }) => packages.length > 0);
  if (integrations.length === 0) return "Nothing to install: no integration needs packages.";
  return needed.length === 0
    ? `Nothing to install: ${names} needs no packages.`
    : `Nothing to install: all packages of ${names} are there.`;
}

function answerOf({ integrations, packages, manager }: PackageChange) {
  return {
    integrations: integrations.map(({ name }) => name),
    packages,
    package_manager: manager?.name ?? null,
    project: manager?.project ?? null,
  };
}
