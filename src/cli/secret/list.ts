import type { SecretSummary } from "../../stack/secrets-manager.js";
import type { Handler } from "../framework/command.js";
import type { Column } from "../output/output.js";
import { openSecrets } from "./open-secrets.js";
import type { listSpec } from "./specs.js";

export const handler: Handler<ReturnType<typeof listSpec>> = async (_args, _flags, context) => {
  const secrets = await openSecrets(context);
  const rows = await secrets.list();
  await context.output.list({ columns: COLUMNS, rows, empty: "No secrets registered." });
};

const COLUMNS: readonly Column<SecretSummary>[] = [
  { key: "name", header: "SECRET_NAMES", value: ({ name }) => name },
  { key: "schema", value: ({ schema }) => schema },
  {
    key: "keys",
    value: ({ keys }) => keys,
    show: ({ keys }) => keys.join(", "),
  },
];
