// Who is at the other end. A proxy may say for whom it asks, but only one that was named in the
// configuration: anybody can send the same headers.
import { BlockList, isIP } from "node:net";
import type { Connection } from "../http/connection.js";

/** What a socket says. */
export interface Arrival {
  readonly address: string;
  readonly encrypted: boolean;
}

/** By the headers of one request, in lower case. */
export type ConnectionOf = (header: (name: string) => string | undefined) => Connection;

export class Peers {
  readonly #trusted = new BlockList();
  readonly #trustsNobody: boolean;

  /** Addresses and networks (`10.0.0.0/8`), checked before. */
  constructor(trusted: readonly string[]) {
    this.#trustsNobody = trusted.length === 0;
    for (const one of trusted) {
      const [address = "", prefix] = one.split("/");
      const family = familyOf(address);
      if (prefix === undefined) this.#trusted.addAddress(address, family);
      else this.#trusted.addSubnet(address, Number(prefix), family);
    }
  }

  /** Asked once for a socket, which may bring many requests: what its headers may say depends on whose it is. */
  at({ address, encrypted }: Arrival): ConnectionOf {
    const direct = plain(address);
    if (!this.#isTrusted(direct)) {
      const connection = { peer: direct, secure: encrypted, loopback: isLoopback(direct) };
      return () => connection;
    }
    return (header) => {
      const peer = this.#client(direct, header("x-forwarded-for"));
      const secure = header("x-forwarded-proto")?.trim().toLowerCase() === "https";
      return { peer, secure, loopback: isLoopback(peer) };
    };
  }

  /** The nearest address that no trusted proxy has; what stands before it anybody may have written. */
  #client(direct: string, forwarded: string | undefined): string {
    const told = (forwarded ?? "").split(",").map((one) => plain(one.trim()));
    let peer = direct;
    for (const address of told.toReversed()) {
      if (!this.#isTrusted(peer) || isIP(address) === 0) break;
      peer = address;
    }
    return peer;
  }

  #isTrusted(address: string): boolean {
    if (this.#trustsNobody || isIP(address) === 0) return false;
    return this.#trusted.check(address, familyOf(address));
  }
}

/** Whether it is an address or a network of addresses. */
export function isNetwork(text: string): boolean {
  const [address = "", prefix, ...more] = text.split("/");
  const version = isIP(address);
  if (version === 0 || more.length > 0) return false;
  const most = version === 4 ? 32 : 128;
  return prefix === undefined || (/^\d{1,3}$/.test(prefix) && Number(prefix) <= most);
}

export function isLoopback(address: string): boolean {
  return address === "::1" || (isIP(address) === 4 && address.startsWith("127."));
}

/** What is counted together: an IPv6 subscriber has a whole network of addresses. */
export function peerGroup(address: string): string {
  if (isIP(address) !== 6) return address;
  const [head = "", tail = ""] = address.toLowerCase().split("::");
  const before = head.split(":").filter(Boolean);
  const after = tail.split(":").filter(Boolean);
  const zeros = Array.from({ length: Math.max(0, 8 - before.length - after.length) }, () => "0");
  return [...before, ...zeros, ...after].slice(0, 4).join(":");
}

/** IPv4 as itself, where a socket for both gives it in IPv6. */
function plain(address: string): string {
  return address.replace(/^::ffff:(?=\d+\.)/i, "");
}

function familyOf(address: string): "ipv4" | "ipv6" {
  return isIP(address) === 6 ? "ipv6" : "ipv4";
}
