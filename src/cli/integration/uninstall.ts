import { Integrations } from "../../sdk/integrations/integrations.js";
import type { Handler } from "../framework/command.js";
import type { uninstallSpec } from "./specs.js";

export const handler: Handler<typeof uninstallSpec> = async (args, flags, context) => {
  const { io, output } = context;
  const integrations = new Integrations(io.cwd);
  const plan = integrations.planUninstall(args.integrations ?? []);
  const { packages, manager, command } = plan;
  const answer = {
    packages,
    package_manager: manager?.name ?? null,
    project: manager?.project ?? null,
  };
  if (manager === undefined) {
    await output.answer("Nothing to uninstall: none of the packages is there.", answer);
    return;
  }
  const { name, because, project } = manager;
  output.notice(`Found ${name} (${because}) in '${project}'.`);
  const listed = packages.join(", ");
  const question = `Uninstall ${listed} from '${project}' with \`${command?.join(" ") ?? ""}\`?`;
  if (!(await context.confirm(question, { yes: flags.yes }))) return;
  await integrations.run(plan, { env: io.env, onOutput: (text) => io.stderr.write(text) });
  await output.answer(`Uninstalled ${listed} from '${project}'.`, answer);
};
