import { Integrations } from "../../sdk/integrations/integrations.js";
import type { Handler } from "../framework/command.js";
import type { listSpec } from "./specs.js";

export const handler: Handler<typeof listSpec> = async (_args, _flags, { io, output }) => {
  await output.list({
    columns: [
      {
        key: "installed",
        align: "center",
        value: ({ installed }) => installed,
        show: ({ installed, packages }) => (packages.length === 0 ? "-" : installed ? "✅" : "❌"),
      },
      { key: "integration", value: ({ name }) => name },
      {
        key: "required_packages",
        header: "REQUIRED_PACKAGES",
        value: ({ packages }) => packages,
        show: ({ packages }) => packages.join(", ") || "none",
      },
      {
        key: "flavors",
        value: ({ flavors }) => flavors,
        show: ({ flavors, implemented }) =>
          `${flavors.join(", ")}${implemented ? "" : " (no implementation yet)"}`,
      },
    ],
    rows: new Integrations(io.cwd).list(),
    empty: "There are no integrations.",
    overflow: "wrap",
  });
  output.notice(
    "\nTo install the dependencies of a specific integration, type:\nzenml integration install NAME",
  );
};
