import { readConnection } from "../../sdk/servers/read-connection.js";
import type { ConnectionFile } from "../../sdk/servers/read-connection.js";
import { connectServer } from "../../sdk/servers/connect.js";
import type { Identity } from "../../sdk/servers/log-in.js";
import { ZenError } from "../../domain/errors.js";
import type { FlagsOf, Handler } from "../framework/command.js";
import type { Io } from "../framework/io.js";
import { knownProfiles } from "../profile/known-profiles.js";
import { askNewPassword, askPassword } from "./ask-password.js";
import { serverToConnect } from "./server-to-connect.js";
import { tellersFor } from "./tellers-for.js";
import type { connectSpec } from "./specs.js";

type Flags = FlagsOf<typeof connectSpec>;

export const handler: Handler<typeof connectSpec> = async (_args, flags, context) => {
  const { io, output } = context;
  const file: ConnectionFile =
    flags.config === undefined ? {} : readConnection(flags.config, io.cwd);
  const known = await knownProfiles(context, { header: false });
  const url = flags.url ?? file.url ?? serverToConnect(known.paths);
  if (url === undefined) throw noServer();
  output.notice(`Connecting to: '${url}'...`);
  const verify = flags.verifySsl ?? file.verify_ssl ?? true;
  const ca = flags.sslCa ?? file.ssl_ca;
  const { profile, active, pinned } = await connectServer(
    {
      url,
      identity: await identityOf(flags, file, io),
      project: flags.project ?? file.project,
      profile: flags.profile,
      tls: verify && ca === undefined ? undefined : { ca, verify },
    },
    { known, cwd: io.cwd, tell: tellersFor(output) },
  );
  if (!verify) output.warn("The server's certificate is not looked at: anybody may be behind it.");
  if (active !== undefined) output.notice(`Updated the ${active.scope} store configuration.`);
  active?.warnings.forEach((warning) => output.warn(warning));
  if (pinned !== undefined) {
    output.warn(
      `This terminal stays where ${pinned} keeps it. To use the server: unset ${pinned}, then zenml profile set ${profile.name}`,
    );
  }
  const { name, store_url, active_user, active_project, active_stack } = profile;
  await output.answer(
    `Connected to the ZenML server: '${store_url}' as '${active_user}' (profile '${name}').`,
    { url: store_url, profile: name, user: active_user, active_project, active_stack },
  );
};

async function identityOf(flags: Flags, file: ConnectionFile, io: Io): Promise<Identity> {
  const isPersonGiven = [flags.username, flags.password].some((one) => one !== undefined);
  const key = flags.apiKey ?? (isPersonGiven ? undefined : file.api_key);
  const username = flags.username ?? file.username ?? "default";
  const given = flags.password ?? file.password;
  if (flags.activationToken !== undefined) {
    const password = given ?? (await askNewPassword(username, io));
    return { by: "activation", username, token: flags.activationToken, password };
  }
  if (key !== undefined && given === undefined) return { by: "api_key", key };
  return { by: "password", username, password: given ?? (await askPassword(username, io)) };
}

function noServer(): ZenError {
  return new ZenError("invalid_argument", "There is no server to connect to: none was named.", {
    hint: "zenml connect --url URL, or start one on this machine: zenml up",
  });
}
