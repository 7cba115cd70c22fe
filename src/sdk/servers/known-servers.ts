// The servers that were started from this machine, and how they are.
import { openServerDoor } from "../../store/open.js";
import type { KnownProfiles } from "../profiles/read-profiles.js";
import { containerState } from "./container-engine.js";
import { releaseTrouble } from "./cluster/release.js";
import { deployments } from "./deployments.js";
import type { Deployment } from "./deployments.js";
import { findLocalServer } from "./local-server.js";

export interface KnownServer {
  readonly name: string;
  readonly url: string | null;
  /** Whether it is there and answers. */
  readonly running: boolean;
  /** Why it is not as it should be; empty: it is. */
  readonly message: string;
  /** Whether commands here talk to it, and it answers. */
  readonly connected: boolean;
  /** The profile whose store it has; null where that is not one of this machine. */
  readonly serves: string | null;
  /** Process or container. */
  readonly place: string;
}

/** The local one first. One that was stopped in good order is none. */
export async function knownServers(
  known: Pick<KnownProfiles, "paths" | "settings">,
): Promise<readonly KnownServer[]> {
  const { paths, settings } = known;
  const active = settings?.store.type === "rest" ? settings.store.url : undefined;
  const local = await findLocalServer(paths);
  const servers: KnownServer[] = [];
  if (local !== undefined && (local.process !== null || local.container !== null)) {
    const { name, url, serves, process, container, isRunning } = local;
    const place = container === null ? `process ${process?.pid}` : `container ${container.name}`;
    const state = isRunning ? await answers(url) : "it has ended: zenml logs says why";
    const connected = active === url && state === undefined;
    servers.push({ name, url, ...seen(state), connected, serves, place });
  }
  for (const { name, url, place } of deployments(paths)) {
    const where =
      place.kind === "docker" ? `container ${place.container}` : `namespace ${place.namespace}`;
    const state = await stateOf(url, place);
    const connected = url !== null && active === url && state === undefined;
    servers.push({ name, url, ...seen(state), connected, serves: null, place: where });
  }
  return servers;
}

function seen(trouble: string | undefined): Pick<KnownServer, "running" | "message"> {
  return { running: trouble === undefined, message: trouble ?? "" };
}

async function stateOf(
  url: string | null,
  place: Deployment["place"],
): Promise<string | undefined> {
  if (place.kind === "kubernetes") return releaseTrouble(place, place.release);
  if (place.kind === "docker") {
    const { engine, container: name, image } = place;
    const state = await containerState({ engine, name, image });
    if (state !== "running") return `its container is ${state}`;
  }
  return url === null ? undefined : answers(url);
}

/** Undefined: it does. */
async function answers(url: string): Promise<string | undefined> {
  try {
    const door = await openServerDoor({ url });
    await door.request({ method: "GET", path: "/health", timeout: 2000 });
    return undefined;
  } catch {
    return "it does not answer: zenml logs says why";
  }
}
