import { Integrations } from "../../sdk/integrations/integrations.js";
import type { Handler } from "../framework/command.js";
import type { requirementsSpec } from "./specs.js";

export const handler: Handler<typeof requirementsSpec> = async (args, _flags, { io, output }) => {
  const names = args.integration === undefined ? [] : [args.integration];
  const integrations = new Integrations(io.cwd).requirements(names);
  const lines = integrations.map(
    ({ name, packages }) =>
      `REQUIREMENTS FOR ${name.toUpperCase()}:\n${packages.join("\n") || "none"}\n`,
  );
  await output.answer(
    lines.join("\n").trimEnd(),
    integrations.map(({ name, packages }) => ({ integration: name, packages })),
  );
};
