// A request as the server reads it, whoever brought it: Node's listener or a caller in this process.

/** Names of any case; undefined and null mean that it was not sent. */
export interface HeaderReader {
  get(name: string): string | null;
}

export interface Asked {
  readonly method: string;
  /** Path and query as they were sent, without the host. */
  readonly target: string;
  readonly headers: HeaderReader;
  /** Whether bytes may follow the headers. */
  readonly hasBody: boolean;
  /** The body's bytes, once. More than `limit` are not kept: `onTooMany` says what is thrown then. */
  bytes(limit: number, onTooMany: () => Error): Promise<Uint8Array>;
}

/** What says who asks. */
export type Credentials = Pick<Asked, "method" | "headers">;
