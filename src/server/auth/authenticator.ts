// From a request to who asks: a token in the Authorization header, or the cookie of a login.
import { ZenError } from "../../domain/errors.js";
import type { Role } from "../../domain/principal.js";
import type { Directory } from "./directory.js";
import type { Credentials, HeaderReader } from "../http/asked.js";
import type { Asker, Credential } from "./asker.js";
import { csrfToken, hashToken, isTokenOf } from "./secret-token.js";

export const CSRF_HEADER = "X-CSRF-Token";
export const COOKIES = { plain: "zenml_session", secure: "__Host-zenml_session" } as const;

const SAFE_METHODS: readonly string[] = ["GET", "HEAD"];
/** Milliseconds for which an answer of the store is trusted: another server may have revoked a token. */
const TRUST = 1000;
const MOST_KNOWN = 10_000;

interface Known {
  readonly asker: Promise<Asker | undefined>;
  readonly until: number;
}

export interface AuthenticatorOptions {
  readonly directory: Directory;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
}

export class Authenticator {
  readonly #options: AuthenticatorOptions;
  #known = new Map<string, Known>();

  constructor(options: AuthenticatorOptions) {
    this.#options = options;
  }

  /** Errors: `forbidden` for a page that sends its cookie without the token that goes with it. */
  async authenticate(request: Credentials): Promise<Asker | undefined> {
    const bearer = bearerOf(request.headers);
    if (bearer !== undefined) return this.#whoHas(bearer, false);
    const cookie = cookieOf(request.headers);
    if (cookie === undefined || !isTokenOf("login", cookie)) return undefined;
    const asker = await this.#whoHas(cookie, true);
    if (asker === undefined) return undefined;
    if (!SAFE_METHODS.includes(request.method)) checkCsrf(request.headers, cookie);
    return asker;
  }

  /** After every change of who may do what. */
  forget(): void {
    this.#known = new Map();
  }

  /** Whether what somebody came with still holds, asked anew. */
  async stillHolds(asker: Asker): Promise<Asker | undefined> {
    const { credential } = asker;
    return credential === undefined ? asker : this.#askerOf(credential);
  }

  #whoHas(token: string, cookie: boolean): Promise<Asker | undefined> {
    const now = this.#options.now();
    const hash = hashToken(token);
    const key = `${cookie} ${hash}`;
    const known = this.#known.get(key);
    if (known !== undefined && known.until > now) return known.asker;
    const asker = this.#ask(token, hash, cookie);
    const { size } = this.#known;
    const [oldest] = size < MOST_KNOWN ? [] : this.#known.keys();
    if (oldest !== undefined) this.#known.delete(oldest);
    this.#known.set(key, { asker, until: now + TRUST });
    // A store that was away a moment ago may be there again.
    asker.catch(() => this.#known.delete(key));
    return asker;
  }

  async #ask(token: string, token_hash: string, cookie: boolean): Promise<Asker | undefined> {
    const kind = isTokenOf("api", token) ? "api_token" : "login";
    const resource = kind === "api_token" ? "api_token" : "login_session";
    const found = await this.#options.directory.one(resource, { token_hash });
    if (found === undefined) return undefined;
    const expires = found.expires === null ? undefined : Date.parse(found.expires);
    return this.#askerOf({ kind, id: found.id, cookie, expires });
  }

  async #askerOf(credential: Credential): Promise<Asker | undefined> {
    const { directory, now } = this.#options;
    const { kind, id, expires } = credential;
    if (expires !== undefined && expires <= now()) return undefined;
    const token = kind === "api_token" ? await directory.one("api_token", { id }) : undefined;
    const login = kind === "login" ? await directory.one("login_session", { id }) : undefined;
    const user_id = token?.user_id ?? login?.user_id;
    if (user_id === undefined || (token !== undefined && token.revoked !== null)) return undefined;
    const [user, account] = await Promise.all([
      directory.user(user_id),
      directory.accountOf(user_id),
    ]);
    if (user === undefined || account === undefined || !account.active) return undefined;
    const access = await directory.accessOf(user_id, token?.scopes);
    const rights = access.everywhere;
    const role = roleOf(rights.granted);
    return { user_id, user_name: user.name, role, rights, access, credential };
  }
}

/** The name of what somebody may do, to be shown; what he may do, his rights say. */
function roleOf(granted: ReadonlySet<string>): Role {
  if (granted.has("administer")) return "admin";
  return granted.has("write:*") ? "editor" : "viewer";
}

function bearerOf(headers: HeaderReader): string | undefined {
  const given = headers.get("Authorization");
  return given === null ? undefined : (/^Bearer (\S{1,512})$/i.exec(given)?.[1] ?? "");
}

export function cookieOf(headers: HeaderReader): string | undefined {
  const cookies = (headers.get("Cookie") ?? "").split(";").map((one) => one.trim().split("="));
  const named = (wanted: string) => cookies.find(([name]) => name === wanted)?.[1];
  return named(COOKIES.secure) ?? named(COOKIES.plain);
}

/** A page of somebody else's can make a browser send the cookie, but cannot read the token. */
function checkCsrf(headers: HeaderReader, cookie: string): void {
  if (headers.get(CSRF_HEADER) === csrfToken(cookie)) return;
  throw new ZenError(
    "forbidden",
    "The request lacks the token that goes with the login's cookie.",
    {
      hint: `Send the header ${CSRF_HEADER}: the csrf_token of GET /api/v2/me.`,
    },
  );
}
