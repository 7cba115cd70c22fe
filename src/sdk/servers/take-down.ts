// What `zenml down` does: whoever is connected goes back to what was before, and the server stops.
import { withFileLock } from "../../config/file-lock.js";
import type { KnownProfiles } from "../profiles/read-profiles.js";
import type { Tellers } from "../session/tellers.js";
import { returnFrom } from "./activate-connection.js";
import { forgetToken } from "./disconnect.js";
import { GRACE, findLocalServer, stopLocalServer } from "./local-server.js";
import type { LocalServer } from "./local-server.js";
import { LOCAL_SERVER, serverFiles } from "./server-files.js";

export interface Down {
  readonly server: LocalServer;
  readonly how: "gone" | "gently" | "hard";
  /** The profile that is active now, where that has changed. */
  readonly active: string | undefined;
}

export interface DownOptions {
  readonly tell: Tellers;
  /** Milliseconds that requests under way are given. */
  readonly grace?: number | undefined;
}

/** Undefined: there was no server, and nothing to go back from. */
export async function takeDown(
  known: KnownProfiles,
  options: DownOptions,
): Promise<Down | undefined> {
  const { lock } = serverFiles(known.paths, LOCAL_SERVER);
  if ((await findLocalServer(known.paths)) === undefined) return undefined;
  return withFileLock(lock, () => downAlone(known, options), { patience: 90_000 });
}

async function downAlone(
  known: KnownProfiles,
  { tell, grace = GRACE }: DownOptions,
): Promise<Down | undefined> {
  const { paths } = known;
  const server = await findLocalServer(paths);
  if (server === undefined) return undefined;
  const active = await goBack(server, known, tell);
  if (!server.isRunning) {
    await stopLocalServer(server, paths);
    return active === undefined ? undefined : { server, how: "gone", active };
  }
  tell.notice(`Tearing down the '${LOCAL_SERVER}' local ZenML server.`);
  const how = await stopLocalServer(server, paths, { grace });
  if (how === "hard") tell.warn("It did not stop by itself, and was ended.");
  return { server, how, active };
}

async function goBack(
  server: LocalServer,
  known: KnownProfiles,
  tell: Tellers,
): Promise<string | undefined> {
  const { config } = known;
  const profile = config?.profiles.find(({ name }) => name === server.profile);
  if (profile === undefined || profile.store_type !== "rest") return undefined;
  const { name } = profile;
  const isActive = known.repository?.active_profile === name || config?.active_profile === name;
  if (isActive) {
    tell.notice(
      `Disconnecting ZenML from the '${LOCAL_SERVER}' local ZenML server (${server.url}).`,
    );
  }
  const inRepository = await returnFrom(name, known, { scope: "repository" });
  const onMachine = await returnFrom(name, known, { scope: "global" });
  if (isActive) tell.notice("Disconnected ZenML from the ZenML server.");
  // Nobody is let in by it once the server is gone.
  await forgetToken(profile, known);
  return inRepository ?? onMachine;
}
