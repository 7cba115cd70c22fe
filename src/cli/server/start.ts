import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { readCredentials } from "../../config/credentials.js";
import { PASSWORD_VARIABLE, withPassword } from "../../config/url-password.js";
import { ZenError, isZenError } from "../../domain/errors.js";
import { prepareSettings } from "../../sdk/session/prepare-settings.js";
import type { StartMessage } from "../../sdk/servers/start-process.js";
import { startServer } from "../../server/main.js";
import { readServerOptions } from "../../server/options/read-server-options.js";
import type { OptionSources } from "../../server/options/read-server-options.js";
import type { ServerOptions } from "../../server/options/server-options.js";
import type { RunningServer } from "../../server/serve.js";
import type { FlagsOf, Handler } from "../framework/command.js";
import type { Context } from "../framework/context.js";
import { FLAG_NAMES } from "./option-flags.js";
import type { startSpec } from "./specs.js";
import { untilStopped } from "./until-stopped.js";

export const handler: Handler<typeof startSpec> = async (_args, flags, context) => {
  const { io } = context;
  const tell = flags.tellParent ? tellParent : () => undefined;
  let server: RunningServer;
  try {
    const options = await optionsOf(flags, context);
    const writeLog = (text: string) => void io.stdout.write(text);
    server = await startServer({ options, writeLog, cwd: io.cwd });
  } catch (error) {
    if (isZenError(error)) {
      const { code, message, hint = null } = error;
      tell({ failed: { code, message, hint } });
    }
    throw error;
  }
  tell({ listening: { url: server.url } });
  await untilStopped();
  await server.stop();
};

/** Said once: the server needs nobody afterwards. */
function tellParent(message: StartMessage): void {
  process.send?.(message, () => {
    if (process.connected) process.disconnect();
  });
}

async function optionsOf(
  flags: FlagsOf<typeof startSpec>,
  context: Context,
): Promise<ServerOptions> {
  const { env, cwd } = context.io;
  const given: Readonly<Record<string, unknown>> = flags;
  const written = FLAG_NAMES.map((name) => [name, given[camelCase(name)]] as const);
  const sources: OptionSources = {
    flags: Object.fromEntries(written.flatMap(([name, value]) => textOf(name, value))),
    env,
    ...(flags.config === undefined ? {} : { file: readFile(resolve(cwd, flags.config)) }),
  };
  try {
    return readServerOptions(sources);
  } catch (error) {
    if (!isMissingStore(error)) throw error;
    return readServerOptions({ ...sources, defaults: await storeOfProfile(context) });
  }
}

function textOf(name: string, value: unknown): readonly (readonly [string, string])[] {
  return typeof value === "string" ? [[name, value]] : [];
}

/** Whoever names a store needs no profile, and none is made. */
function isMissingStore(error: unknown): boolean {
  if (!isZenError(error, "config_invalid")) return false;
  const problems: unknown = error.details?.["problems"];
  return Array.isArray(problems) && problems.includes("store_url: is missing");
}

async function storeOfProfile({ io, overrides }: Context): Promise<Partial<ServerOptions>> {
  const { env, cwd } = io;
  const settings = await prepareSettings({ flags: overrides, env, cwd, header: false });
  const { store, profile, paths } = settings;
  if (store.type === "rest") {
    throw new ZenError(
      "invalid_input",
      "The active profile is that of a server: it has no store.",
      {
        hint: "Name a profile that has one with --profile, or a store with --store-url.",
      },
    );
  }
  const kept = profile === undefined ? undefined : readCredentials(paths, profile.value).password;
  const password = env[PASSWORD_VARIABLE] || kept;
  return { store_type: store.type, store_url: withPassword(store.url, password) };
}

function readFile(path: string): { readonly path: string; readonly text: string } {
  try {
    return { path, text: readFileSync(path, "utf8") };
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new ZenError("invalid_input", `The file of options cannot be read: ${why}.`, {
      hint: "--config names a file in YAML or JSON.",
      cause,
    });
  }
}

function camelCase(name: string): string {
  return name.replaceAll(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());
}
