// What goes to a server and what comes back, as far as a client looks at it: a `Response` is one.

export interface Outgoing {
  readonly url: string;
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | null;
  /** Milliseconds after which the request fails, and the reading of its answer. */
  readonly timeout: number;
}

export interface Answered {
  readonly status: number;
  /** Browsers say here that a redirect is not told. */
  readonly type?: string;
  readonly headers: { get(name: string): string | null };
  text(): Promise<string>;
}

/** One request, without following where it is sent to. */
export type Send = (outgoing: Outgoing) => Promise<Answered>;

/** By whatever takes and gives what the web's standards name. */
export function sendBy(fetch: (request: Request) => Promise<Response>): Send {
  return ({ url, timeout, ...init }) => {
    const signal = AbortSignal.timeout(timeout);
    return fetch(new Request(url, { ...init, signal, redirect: "manual" }));
  };
}

export function isGood({ status }: Answered): boolean {
  return status >= 200 && status < 300;
}
