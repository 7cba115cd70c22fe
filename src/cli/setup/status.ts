import type { Setting } from "../../config/resolve-settings.js";
import type { Session } from "../../sdk/session.js";
import type { Handler } from "../framework/command.js";
import type { Column } from "../output/output.js";
import type { statusSpec } from "./specs.js";

interface Row {
  readonly setting: string;
  readonly value: string | null;
  readonly source: string | null;
  readonly origin: string | null;
}

export const handler: Handler<typeof statusSpec> = async (_args, _flags, context) => {
  const session = await context.openSession();
  const rows = rowsOf(session);
  const { output } = context;
  if (output.format === "table" || output.format === "csv") {
    await output.list({ columns: COLUMNS, rows, empty: "Nothing is set.", overflow: "wrap" });
  } else {
    const facts = rows.map(({ setting, ...fact }) => [setting, fact] as const);
    await output.answer("", Object.fromEntries(facts));
  }
  const known = await session.isStackKnown();
  if (!known) output.warn(`The active stack '${session.stack}' does not exist.`);
};

const COLUMNS: readonly Column<Row>[] = [
  {
    key: "setting",
    value: (row) => row.setting,
    show: (row) => row.setting.toUpperCase().replaceAll("_", " "),
  },
  { key: "value", value: (row) => row.value },
  { key: "source", value: (row) => row.source },
  { key: "origin", header: "FROM", value: (row) => row.origin },
];

function rowsOf({ settings, store }: Session): Row[] {
  const { profile, project, stack, user, repository, paths } = settings;
  const from =
    profile === undefined
      ? { source: "environment", origin: "ZENML_STORE_URL" }
      : { source: "global", origin: paths.globalFile };
  const fact = (setting: string, value: string) => ({
    setting,
    value,
    source: from.source,
    origin: from.origin,
  });
  const said = (name: string, setting: Setting) => ({ setting: name, ...setting });
  return [
    ...(profile === undefined ? [] : [said("profile", profile)]),
    fact("store_type", store.type),
    fact("store_url", store.url),
    said("project", project),
    said("stack", stack),
    said("user", user),
    {
      setting: "repository",
      value: repository?.root ?? null,
      source: repository === undefined ? null : "repository",
      origin: repository?.file ?? null,
    },
  ];
}
