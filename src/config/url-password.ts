// Takes passwords out of store URLs and puts them back in. Pure; forgiving towards characters that
// should have been percent-encoded, since what is not recognised would be shown.

/** Gives the password of the active profile's store, before the one that is kept. */
export const PASSWORD_VARIABLE = "ZENML_STORE_PASSWORD";

export interface UrlParts {
  readonly url: string;
  /** As it is, not percent-encoded. */
  readonly password: string | undefined;
}

/** `scheme://user:` and the rest; the password ends at the last `@` of the host part. */
const USER = /^([a-z][a-z0-9+_.-]*:\/\/[^:/@?#]*):(.*)$/is;
const IN_QUERY = /([?&])(?:password|passwd|pwd)=([^&#]*)(&?)/i;

/** The URL as it may be stored and shown, and the password that stood in it. */
export function splitPassword(url: string): UrlParts {
  const query = IN_QUERY.exec(url);
  const [before, password] = query === null ? splitUser(url) : [url, undefined];
  if (query === null) return { url: before, password };
  const rest = url.replace(IN_QUERY, (_, start: string, _value, next: string) =>
    next === "" ? "" : start,
  );
  const inner = splitPassword(rest);
  return { url: inner.url, password: inner.password ?? decoded(query[2] ?? "") };
}

export function withoutPassword(url: string): string {
  return splitPassword(url).url;
}

/** The URL with a password after its user. */
export function withPassword(url: string, password: string | undefined): string {
  if (password === undefined) return url;
  const encoded = encodeURIComponent(password);
  return url.replace(/^([^:]+:\/\/[^:/@?#]*)@/, (_, user: string) => `${user}:${encoded}@`);
}

function splitUser(url: string): [url: string, password: string | undefined] {
  const [, user = "", rest = ""] = USER.exec(url) ?? [];
  if (user === "") return [url, undefined];
  const at = endOfPassword(rest);
  if (at < 0) return [url, undefined];
  const password = rest.slice(0, at);
  return [user + rest.slice(at), password === "" ? undefined : decoded(password)];
}

/** Where the `@` is that ends the password; -1 when what follows the colon is a port. */
function endOfPassword(rest: string): number {
  const hostPart = /^[^/?#]*/.exec(rest)?.[0] ?? "";
  const within = hostPart.lastIndexOf("@");
  if (within >= 0) return within;
  // An `@` further on belongs to the path, unless no port stands before it.
  return /^\d*$/.test(hostPart) ? -1 : rest.replace(/\?.*$/s, "").lastIndexOf("@");
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
