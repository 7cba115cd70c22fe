// Whether a request was meant for this server. A page of somebody else's can make a browser ask any
// address, also one of this machine (by giving its own name that address): such a request names a host, or
// comes from an origin, that is not ours.
import { ZenError } from "../../domain/errors.js";
import type { Asked } from "../http/asked.js";

/** What is wrong with a request; undefined: nothing. */
export type HostGuard = (asked: Pick<Asked, "headers">) => ZenError | undefined;

export interface HostGuardOptions {
  /** Host names, without ports. Undefined: any. */
  readonly hosts: readonly string[] | undefined;
  /** Origins of pages elsewhere that may ask: `https://dashboard.example`. */
  readonly origins: readonly string[];
}

export const LOOPBACK_HOSTS: readonly string[] = ["localhost", "127.0.0.1", "[::1]"];

/** Hosts that were found right, as they were written; each of them has many ports. */
const MOST_KNOWN = 64;

export function hostGuard({ hosts, origins }: HostGuardOptions): HostGuard {
  const known = new Set<string>();
  const isRight = (host: string): boolean => {
    if (hosts === undefined || known.has(host)) return true;
    if (!hosts.includes(withoutPort(host))) return false;
    if (known.size < MOST_KNOWN) known.add(host);
    return true;
  };
  return ({ headers }) => {
    const host = headers.get("Host")?.toLowerCase() ?? "";
    if (!isRight(host)) return wrongHost(host);
    const origin = headers.get("Origin")?.toLowerCase();
    if (origin === undefined || origins.includes(origin)) return undefined;
    return hostOf(origin) === host ? undefined : wrongOrigin(origin);
  };
}

function withoutPort(host: string): string {
  return host.replace(/:\d+$/, "").replace(/\.$/, "");
}

/** Of an origin that is none, as `null` is: nothing that is a host. */
function hostOf(origin: string): string {
  return /^https?:\/\/([^/]+)$/.exec(origin)?.[1] ?? "none ";
}

function wrongHost(host: string): ZenError {
  return new ZenError("forbidden", `This server is not '${host}'.`, {
    hint: "Ask it by its own name, or add the name to allowed_hosts.",
  });
}

function wrongOrigin(origin: string): ZenError {
  return new ZenError("forbidden", `Pages of '${origin}' may not ask this server.`, {
    hint: "Add the origin to allowed_origins if it is one of yours.",
  });
}
