/** Whom a request came from, as the listener knows it. */
export interface Connection {
  /** Address of the client, or of the proxy that is not trusted. */
  readonly peer: string;
  /** Whether the client's way to us is encrypted. */
  readonly secure: boolean;
  /** Whether it comes from this machine. */
  readonly loopback: boolean;
}

/** A request that no network brought: of a test, or of a client in the same process. */
export const IN_PROCESS: Connection = { peer: "in-process", secure: false, loopback: true };
