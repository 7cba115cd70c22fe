import { pathOfUrl } from "../../config/store-url.js";
import { resolveSettings } from "../../config/resolve-settings.js";
import { readCredentials } from "../../config/credentials.js";
import { withPassword } from "../../config/url-password.js";
import type { ConfigPaths } from "../../config/paths.js";
import type { StartPlace } from "../../sdk/servers/bring-up.js";
import { findEngine } from "../../sdk/servers/container-engine.js";
import { ensureImage } from "../../sdk/servers/server-image.js";
import { runLocalContainer } from "../../sdk/servers/local-container.js";
import type { StartedServer } from "../../sdk/servers/local-server.js";
import type { Context } from "../framework/context.js";

export interface ContainerStart {
  readonly context: Context;
  readonly paths: ConfigPaths;
  readonly image: string | undefined;
}

/** The same server as a process would be, in a container that shares this machine's network. */
export async function startInContainer(
  place: StartPlace,
  { context, paths, image: asked }: ContainerStart,
): Promise<StartedServer> {
  const { io, output } = context;
  const engine = await findEngine(io.env);
  const onLine = (line: string) => output.detail(line);
  const image =
    asked ??
    (await ensureImage(engine, { onLine, env: io.env, notice: (text) => output.notice(text) }));
  const url = await urlOf(place, context, paths);
  return runLocalContainer({ ...place, url, folder: pathOfUrl(url, io.cwd), engine, image }, paths);
}

async function urlOf({ store }: StartPlace, { io }: Context, paths: ConfigPaths): Promise<string> {
  if (store.profile === null) return store.env["ZENML_SERVER_STORE_URL"] ?? "";
  const { env, cwd } = io;
  const found = await resolveSettings({ flags: { profile: store.profile }, env, cwd });
  return withPassword(found.store.url, readCredentials(paths, store.profile).password);
}
