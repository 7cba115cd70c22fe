import type { Settings } from "../../config/resolve-settings.js";
import type { Setting } from "../../config/setting-layers.js";
import { isZenError } from "../../domain/errors.js";
import type { KnownProfiles } from "../../sdk/profiles/read-profiles.js";
import { knownServers } from "../../sdk/servers/known-servers.js";
import type { KnownServer } from "../../sdk/servers/known-servers.js";
import type { Context } from "../framework/context.js";
import type { Handler } from "../framework/command.js";
import type { Column } from "../output/output.js";
import { knownProfiles } from "../profile/known-profiles.js";
import type { statusSpec } from "./specs.js";

interface Row {
  readonly setting: string;
  readonly value: string | null;
  readonly source: string | null;
  readonly origin: string | null;
}

export const handler: Handler<typeof statusSpec> = async (_args, _flags, context) => {
  const known = await knownProfiles(context);
  const { io, output } = context;
  const stack = await activeStackName(context, known);
  const rows = [...settingRows(known, stack), ...placeRows(known, io.env)];
  if (output.format === "table" || output.format === "csv") {
    await output.list({ columns: COLUMNS, rows, empty: "Nothing is set.", overflow: "wrap" });
  } else {
    const facts = rows.map(({ setting, ...fact }) => [setting, fact] as const);
    const servers = await knownServers(known);
    await output.answer("", { ...Object.fromEntries(facts), servers });
  }
  if (output.format === "table") await showServers(await knownServers(known), output);
  if (known.settings !== undefined) await checkStore(context);
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

/** A table for each server of this machine. */
async function showServers(
  servers: readonly KnownServer[],
  output: Context["output"],
): Promise<void> {
  for (const server of servers) {
    const { name, url, running, connected, message, serves, place } = server;
    const properties: (readonly [string, string])[] = [
      ["URL", url ?? ""],
      ["STATUS", running ? "✅" : "❌"],
      ["STATUS MESSAGE", message],
      ["CONNECTED", connected ? "✅" : ""],
      ["SERVES", serves ?? ""],
      ["RUNS IN", place],
    ];
    await output.describe({ title: `ZenML server '${name}'`, properties }, server);
  }
}

/** What cannot be opened is told behind what is set, not instead of it. */
async function checkStore(context: Context): Promise<void> {
  try {
    const session = await context.openSession();
    if (await session.isStackKnown()) return;
    context.output.warn(`There is no stack '${session.stack}', and no other in the project.`);
  } catch (error) {
    if (!isZenError(error) || error.code === "unknown_setting") throw error;
    context.output.warn(error.message);
  }
}

/** What is active by its id is told by its name too; undefined where it cannot be looked up. */
async function activeStackName(
  context: Context,
  { settings }: KnownProfiles,
): Promise<string | undefined> {
  if (settings === undefined || !ID.test(settings.stack.value)) return undefined;
  try {
    const { id, name } = await (await context.openSession()).activeStack();
    return id === settings.stack.value ? `${name} (${id})` : undefined;
  } catch (error) {
    if (!isZenError(error)) throw error;
    return undefined;
  }
}

const ID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

function settingRows({ settings, profile }: KnownProfiles, stackName: string | undefined): Row[] {
  if (settings === undefined) return profile === undefined ? [] : [said("profile", profile)];
  const { store, project, stack, user } = settings;
  return [
    ...(profile === undefined ? [] : [said("profile", profile)]),
    fromProfile("store_type", store.type, settings),
    fromProfile("store_url", store.url, settings),
    said("project", project),
    said("stack", { ...stack, value: stackName ?? stack.value }),
    said("user", user),
  ];
}

function placeRows({ repository, paths }: KnownProfiles, env: NodeJS.ProcessEnv): Row[] {
  const isNamed = Boolean(env["ZENML_REPOSITORY_PATH"]);
  const variable = ["ZENML_CONFIG_PATH", "XDG_CONFIG_HOME"].find((name) => Boolean(env[name]));
  return [
    {
      setting: "repository",
      value: repository?.root ?? null,
      source: repository === undefined ? null : isNamed ? "environment" : "repository",
      origin: isNamed ? "ZENML_REPOSITORY_PATH" : (repository?.file ?? null),
    },
    {
      setting: "config_folder",
      value: paths.folder,
      source: variable === undefined ? "default" : "environment",
      origin: variable ?? null,
    },
  ];
}

function said(name: string, setting: Setting): Row {
  return { setting: name, ...setting };
}

function fromProfile(setting: string, value: string, { profile, paths }: Settings): Row {
  return profile === undefined
    ? { setting, value, source: "environment", origin: "ZENML_STORE_URL" }
    : { setting, value, source: "global", origin: paths.globalFile };
}
