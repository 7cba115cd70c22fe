// What `zenml up` does: a local server for the store that is in use, and this terminal connected to it.
import { createServer } from "node:net";
import type { Profile } from "../../config/config-model.js";
import { readCredentials } from "../../config/credentials.js";
import { withFileLock } from "../../config/file-lock.js";
import { readGlobalConfig } from "../../config/global-file.js";
import { API_ROOT } from "../../domain/api.js";
import { ZenError, isZenError } from "../../domain/errors.js";
import { openServerDoor } from "../../store/open.js";
import type { KnownProfiles } from "../profiles/read-profiles.js";
import type { Tellers } from "../session/tellers.js";
import { activateConnection, pinnedBy } from "./activate-connection.js";
import { connectedProfile } from "./disconnect.js";
import { keepConnection } from "./keep-connection.js";
import {
  DEFAULT_HOST,
  DEFAULT_PORT,
  findLocalServer,
  rememberProfile,
  stopLocalServer,
} from "./local-server.js";
import type { LocalServer, StartedServer } from "./local-server.js";
import { logIn } from "./log-in.js";
import type { LoggedIn } from "./log-in.js";
import { LOCAL_SERVER, serverFiles } from "./server-files.js";
import { servedStore } from "./served-store.js";
import type { ServedStore } from "./served-store.js";

/** Of the user that each store begins with. */
const FIRST_USER = "default";

export interface UpRequest {
  readonly host?: string | undefined;
  readonly port?: number | undefined;
  /** Leaves another server for this one. Default: false. */
  readonly connect?: boolean | undefined;
  /** How it is started, when it has to be. */
  readonly start: (place: StartPlace) => Promise<StartedServer>;
  /** Asked where the first user's password is not empty; undefined: nobody can be asked. */
  readonly askPassword?: ((user: string) => Promise<string>) | undefined;
}

export interface StartPlace {
  readonly host: string;
  readonly port: number;
  readonly store: ServedStore;
  /** The profile by which it is used. */
  readonly profile: string | null;
}

export interface UpContext {
  readonly known: KnownProfiles;
  readonly env: NodeJS.ProcessEnv;
  readonly tell: Tellers;
}

export interface Up {
  readonly server: LocalServer;
  readonly state: "started" | "updated" | "running";
  readonly connected: boolean;
  /** Resolves when it ends; undefined where it was there before. */
  readonly ended: (() => Promise<void>) | undefined;
}

/** Errors: `in_use` where it serves another store, those of starting it. */
export async function bringUp(request: UpRequest, context: UpContext): Promise<Up> {
  const { paths } = context.known;
  const { lock } = serverFiles(paths, LOCAL_SERVER);
  return withFileLock(lock, () => upAlone(request, context), { patience: 90_000 });
}

async function upAlone(request: UpRequest, context: UpContext): Promise<Up> {
  const { known, env, tell } = context;
  const there = await findLocalServer(known.paths);
  const store = servedStore(known, there, env);
  const running = there?.isRunning === true ? there : undefined;
  if (running !== undefined && running.serves !== store.profile)
    throw servesAnother(running, store);
  const { host = running?.host ?? DEFAULT_HOST, port = running?.port ?? DEFAULT_PORT } = request;
  const isSame = running?.host === host && running.port === port;
  const started = isSame
    ? undefined
    : await start({ host, port }, { running, there, store, request, context });
  const server = started?.server ?? running;
  if (server === undefined) throw new ZenError("internal", "There is no local server.");
  if (isSame) {
    await checkAnswers(server);
    tell.notice("The local ZenML server is already configured with the same parameters.");
  }
  const connected = await connectLocal(server, { request, context, store });
  const state = isSame ? "running" : running === undefined ? "started" : "updated";
  return { server, state, connected, ended: started?.ended };
}

async function start(
  { host, port }: { readonly host: string; readonly port: number },
  from: {
    readonly running: LocalServer | undefined;
    readonly there: LocalServer | undefined;
    readonly store: ServedStore;
    readonly request: UpRequest;
    readonly context: UpContext;
  },
): Promise<StartedServer> {
  const { running, there, store, request, context } = from;
  const { tell, known } = context;
  if (running === undefined) {
    tell.notice(`Deploying a local ZenML server with name '${LOCAL_SERVER}'.`);
  } else {
    if (port !== running.port) await checkFree(host, port);
    tell.notice("Updating the local ZenML server.");
    await stopLocalServer(running, known.paths);
  }
  const place = { store, profile: profileNameFor(there, known) };
  try {
    return await request.start({ ...place, host, port });
  } catch (error) {
    // It goes on where it was; what is told is why it could not move.
    if (running !== undefined) {
      await request
        .start({ ...place, host: running.host, port: running.port })
        .catch(() => undefined);
    }
    throw error;
  }
}

function profileNameFor(there: LocalServer | undefined, { config }: KnownProfiles): string {
  const profiles = config?.profiles ?? [];
  const mayBe = (name: string) => {
    const one = profiles.find((profile) => profile.name === name);
    return one === undefined || (one.store_type === "rest" && isLoopback(one.store_url));
  };
  const numbered = profiles.map((_, index) => `${LOCAL_SERVER}-${index + 2}`);
  const known = there?.profile === null ? undefined : there?.profile;
  return [known ?? LOCAL_SERVER, LOCAL_SERVER, ...numbered].find(mayBe) ?? LOCAL_SERVER;
}

function isLoopback(url: string): boolean {
  return /^https?:\/\/(?:127\.|localhost|\[::1\])/.test(url);
}

interface LocalConnection {
  readonly request: UpRequest;
  readonly context: UpContext;
  readonly store: ServedStore;
}

async function connectLocal(server: LocalServer, connection: LocalConnection): Promise<boolean> {
  const { request, context, store } = connection;
  const { known, tell } = context;
  const { paths } = known;
  const what = `the '${LOCAL_SERVER}' local ZenML server`;
  const pin = pinnedBy(known);
  const active = connectedProfile(known);
  const name = server.profile ?? profileNameFor(server, known);
  if (
    pin === undefined &&
    active !== undefined &&
    active.name !== name &&
    request.connect !== true
  ) {
    tell.warn(
      "Skipped connecting to the local server. The client is already connected to a remote ZenML server. " +
        "Pass the `--connect` flag to connect to the local server anyway.",
    );
    return false;
  }
  if (active?.name === name && active.store_url === server.url && (await isLetIn(active, known))) {
    tell.notice(`ZenML is already connected to ${what}.`);
    return true;
  }
  tell.notice(`Connecting ZenML to ${what} (${server.url}).`);
  const login = await logInLocally(server, connection);
  if (login === undefined) return false;
  const made = { name, url: server.url, ...login, like: store.like, folder: store.folder };
  await keepConnection(made, { paths, tell });
  rememberProfile(server, name, paths);
  if (store.user !== login.user) {
    tell.warn(`You are '${login.user}' there, and not '${store.user}' as in the profile.`);
  }
  if (pin !== undefined) {
    tell.warn(
      `This terminal stays where ${pin} keeps it. To use the server: unset ${pin}, then zenml profile set ${name}`,
    );
    return false;
  }
  const change = await activateConnection(name, {
    ...known,
    config: await readGlobalConfig(paths),
  });
  tell.notice(`Updated the ${change.scope} store configuration.`);
  tell.notice(`Connected ZenML to ${what} (${server.url}).`);
  return true;
}

async function isLetIn(profile: Profile, { paths }: KnownProfiles): Promise<boolean> {
  const { token } = readCredentials(paths, profile.name);
  if (token === undefined) return false;
  const door = await openServerDoor({ url: profile.store_url, token: () => token });
  try {
    await door.request({ method: "GET", path: `${API_ROOT}/me`, timeout: 5000 });
    return true;
  } catch (error) {
    if (isZenError(error, "unauthenticated")) return false;
    throw error;
  }
}

/** Undefined: nobody knows the password; said so. */
async function logInLocally(
  server: LocalServer,
  { request, context }: LocalConnection,
): Promise<LoggedIn | undefined> {
  const { env, tell } = context;
  const door = await openServerDoor({ url: server.url });
  const known = [env["ZENML_SERVER_ADMIN_PASSWORD"], ""];
  const asked = request.askPassword;
  for (const password of known.filter((one) => one !== undefined)) {
    const login = await attempt(() => logIn(door, by(password)));
    if (login !== undefined) return login;
  }
  if (asked !== undefined) return logIn(door, by(await asked(FIRST_USER)));
  tell.warn(
    `The server runs, but '${FIRST_USER}' has another password, or none yet (zenml logs shows how to choose one). ` +
      `To connect: zenml connect --url ${server.url} --username ${FIRST_USER}`,
  );
  return undefined;
}

function by(password: string) {
  return { by: "password", username: FIRST_USER, password } as const;
}

async function attempt<Result>(work: () => Promise<Result>): Promise<Result | undefined> {
  try {
    return await work();
  } catch (error) {
    if (isZenError(error, "unauthenticated")) return undefined;
    throw error;
  }
}

/** Errors: `store_unreachable` for a process that is there and says nothing. */
async function checkAnswers(server: LocalServer): Promise<void> {
  const door = await openServerDoor({ url: server.url });
  try {
    await door.request({ method: "GET", path: "/health", timeout: 5000 });
  } catch (cause) {
    throw new ZenError(
      "store_unreachable",
      `The local ZenML server (${server.url}) runs, but does not answer.`,
      { hint: "Look at zenml logs; then: zenml down", cause },
    );
  }
}

/** Errors: `address_in_use`, before the server that runs is stopped for the other port. */
function checkFree(host: string, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once("error", (cause) => {
      const place = `${host}:${port}`;
      reject(
        new ZenError(
          "address_in_use",
          `The local server cannot move to ${place}: ${cause.message}.`,
          {
            hint: `It runs on where it was. Take another port: zenml up --port ${port + 1}`,
            cause,
          },
        ),
      );
    });
    probe.listen(port, host, () => probe.close(() => resolve()));
  });
}

function servesAnother(
  { url, serves, profile }: LocalServer,
  { profile: wanted }: ServedStore,
): ZenError {
  const named = (name: string | null) =>
    name === null ? "another store" : `the profile '${name}'`;
  return new ZenError(
    "in_use",
    `The local ZenML server (${url}) serves ${named(serves)}, not ${named(wanted)}.`,
    {
      hint: `Use it: zenml profile set ${profile ?? LOCAL_SERVER}; or stop it first: zenml down`,
    },
  );
}
