import { ZenError } from "../../domain/errors.js";
import { bringUp } from "../../sdk/servers/bring-up.js";
import type { StartPlace, Up } from "../../sdk/servers/bring-up.js";
import { startLocalServer } from "../../sdk/servers/local-server.js";
import type { StartedServer } from "../../sdk/servers/local-server.js";
import { takeDown } from "../../sdk/servers/take-down.js";
import type { FlagsOf, Handler } from "../framework/command.js";
import type { Context } from "../framework/context.js";
import { openInBrowser } from "../artifact/open-in-browser.js";
import { knownProfiles } from "../profile/known-profiles.js";
import { askPassword } from "./ask-password.js";
import { ownCommand } from "./own-command.js";
import { startInContainer } from "./start-in-container.js";
import { tellersFor } from "./tellers-for.js";
import type { upSpec } from "./specs.js";
import { untilStopped } from "./until-stopped.js";

type Flags = FlagsOf<typeof upSpec>;

export const handler: Handler<typeof upSpec> = async (_args, flags, context) => {
  if (flags.image !== undefined && !flags.docker) throw imageAlone();
  const { io, output } = context;
  const known = await knownProfiles(context, { header: false });
  const tell = tellersFor(output);
  const up = await bringUp(
    {
      host: flags.ipAddress,
      port: flags.port,
      connect: flags.connect,
      start: (place) => start(place, flags, { context, paths: known.paths }),
      askPassword: io.stdin.isTTY === true ? (user) => askPassword(user, io) : undefined,
    },
    { known, env: io.env, tell },
  );
  await answer(up, context);
  if (flags.blocking) await block(up, context);
};

async function start(
  place: StartPlace,
  flags: Flags,
  { context, paths }: Pick<Parameters<typeof startInContainer>[1], "context" | "paths">,
): Promise<StartedServer> {
  if (flags.docker) return startInContainer(place, { context, paths, image: flags.image });
  const { host, port, store, profile } = place;
  const where = ["--host", host, "--port", String(port)];
  return startLocalServer(
    {
      host,
      port,
      serves: store.profile,
      profile,
      command: ownCommand("server", "start", ...store.args, ...where, "--tell-parent"),
      env: { ...environmentOf(context), ...store.env, ZENML_CONFIG_PATH: paths.folder },
      cwd: paths.folder,
      attached: flags.blocking,
    },
    paths,
  );
}

/** What says which store this terminal uses is said to the server in other ways. */
const OF_TERMINAL = [
  "ZENML_ACTIVATED_PROFILE",
  "ZENML_ACTIVATED_PROJECT",
  "ZENML_ACTIVATED_STACK",
  "ZENML_REPOSITORY_PATH",
  "ZENML_STORE_URL",
  "ZENML_API_TOKEN",
  "ZENML_SERVER_HOST",
  "ZENML_SERVER_PORT",
  "ZENML_SERVER_STORE_URL",
  "ZENML_SERVER_STORE_TYPE",
];

function environmentOf({ io }: Context): NodeJS.ProcessEnv {
  const kept = Object.entries(io.env).filter(([name]) => !OF_TERMINAL.includes(name));
  return Object.fromEntries(kept);
}

async function answer({ server, state, connected }: Up, context: Context): Promise<void> {
  const { output, io } = context;
  const { url, serves, profile, process: started, log, name } = server;
  const said =
    `The local ZenML dashboard is available at '${url}'. You can connect to it using the 'default' ` +
    "username and an empty password.";
  const sentence = connected ? said : `The local ZenML dashboard is available at '${url}'.`;
  const pid = started?.pid ?? null;
  await output.answer(sentence, { name, url, state, connected, serves, profile, pid, log });
  if (/^(?:1|true|yes|on)$/i.test(io.env["AUTO_OPEN_DASHBOARD"] ?? "")) {
    await openInBrowser(url, io.env);
  }
}

/** Until Ctrl-C, or until the server ends by itself. */
async function block({ ended, server }: Up, context: Context): Promise<void> {
  const { output } = context;
  output.notice("Press Ctrl-C to stop it.");
  const end = ended === undefined ? new Promise<void>(() => undefined) : ended();
  const how = await Promise.race([
    untilStopped().then(() => "asked" as const),
    end.then(() => "ended" as const),
  ]);
  const known = await knownProfiles(context, { header: false });
  await takeDown(known, { tell: tellersFor(output) });
  if (how === "asked") return output.notice("The local ZenML dashboard has been shut down.");
  throw new ZenError("store_unreachable", `The local ZenML server (${server.url}) has ended.`, {
    hint: "zenml logs says why.",
  });
}

function imageAlone(): ZenError {
  return new ZenError("invalid_argument", "--image is that of a container.", {
    hint: "Add --docker, or leave it out.",
  });
}
