// What can go wrong with a server, in the words of a store. Each kind of server says which of its error
// codes means which of these troubles; how they are told stands here once. No message has a password.
import { ZenError } from "../../../domain/errors.js";
import type { ErrorCode } from "../../../domain/errors.js";

export type Trouble =
  | "refused"
  | "unknown_host"
  | "silent"
  | "lost"
  | "denied"
  | "no_database"
  | "no_database_or_right"
  | "not_allowed"
  | "tls"
  | "too_many"
  | "starting"
  | "full"
  | "read_only"
  | "too_large"
  | "locked"
  /** The server gave up one of two transactions that stood in each other's way. */
  | "collision"
  | "no_table"
  | "there_already"
  | "unique"
  | "foreign_key";

export interface ServerPlace {
  readonly host: string;
  readonly port: number;
  readonly database: string;
  readonly user: string | undefined;
  /** What it took until the server was given up, in milliseconds. */
  readonly timeout: number;
  /** A socket of this machine, where one is used instead of host and port. */
  readonly socket?: string | undefined;
}

/** Whatever a server is asked through says these. */
export const NETWORK_TROUBLES: Readonly<Record<string, Trouble>> = {
  ECONNREFUSED: "refused",
  EHOSTUNREACH: "refused",
  ENETUNREACH: "refused",
  EADDRNOTAVAIL: "refused",
  EACCES: "refused",
  ENOENT: "refused",
  ENOTFOUND: "unknown_host",
  EAI_AGAIN: "unknown_host",
  EAI_FAIL: "unknown_host",
  EAI_NONAME: "unknown_host",
  ETIMEDOUT: "silent",
  ECONNRESET: "lost",
  EPIPE: "lost",
  ECONNABORTED: "lost",
};

/** Codes of TLS: certificates that nobody vouches for, or for another host. */
export function isTlsCode(code: string): boolean {
  return /CERT|ERR_TLS|ERR_SSL|ERR_OSSL|UNABLE_TO|SELF_SIGNED|EPROTO/.test(code);
}

export function codeOf(error: unknown): string | undefined {
  if (!(error instanceof Error) || !("code" in error)) return undefined;
  return typeof error.code === "string" ? error.code : undefined;
}

export function addressOf({ host, port, socket }: ServerPlace): string {
  return socket ?? (host.includes(":") ? `[${host}]:${port}` : `${host}:${port}`);
}

export function nameOf(place: ServerPlace): string {
  return `'${place.database}' at ${addressOf(place)}`;
}

/** The error as people read it; undefined trouble: the server said something that nobody expected. */
export function serverError(
  place: ServerPlace,
  trouble: Trouble | undefined,
  cause: unknown,
): ZenError {
  const { code, message, hint } =
    (trouble && MEANINGS[trouble]?.(place)) ?? unexpected(place, cause);
  return new ZenError(code, message, { hint, cause });
}

interface Meaning {
  readonly code: ErrorCode;
  readonly message: string;
  readonly hint: string;
}

function unexpected(place: ServerPlace, cause: unknown): Meaning {
  const said = cause instanceof Error ? cause.message : String(cause);
  return {
    code: "internal",
    message: `The database ${nameOf(place)} answered: ${said}.`,
    hint: "This is a defect of the program.",
  };
}

const CHECK_URL = "Check host and port in the store's URL, and that the database server runs.";

const MEANINGS: Partial<Record<Trouble, (place: ServerPlace) => Meaning>> = {
  refused: (place) => ({
    code: "store_unreachable",
    message: `Nothing answers at ${addressOf(place)}.`,
    hint: CHECK_URL,
  }),
  unknown_host: (place) => ({
    code: "store_unreachable",
    message: `There is no host named '${place.host}' (asked for ${addressOf(place)}).`,
    hint: "Check the host in the store's URL, and that this machine is in the right network.",
  }),
  silent: (place) => ({
    code: "store_unreachable",
    message: `${addressOf(place)} did not answer within ${place.timeout / 1000} seconds.`,
    hint: `${CHECK_URL} Slow networks need ?connect_timeout=SECONDS.`,
  }),
  lost: (place) => ({
    code: "store_unreachable",
    message: `The connection to ${addressOf(place)} was lost.`,
    hint: "Try again once the database server runs.",
  }),
  denied: (place) => ({
    code: "store_unreachable",
    message: `The server at ${addressOf(place)} refused the user '${place.user ?? ""}' or the password.`,
    hint: "Check both in the store's URL; special characters are percent-encoded: %40 for @, %2F for /.",
  }),
  no_database: (place) => ({
    code: "not_found",
    message: `There is no database '${place.database}' at ${addressOf(place)}.`,
    hint: `Create it first, as its administrator: CREATE DATABASE ${place.database};`,
  }),
  no_database_or_right: (place) => ({
    code: "not_found",
    message: `There is no database '${place.database}' at ${addressOf(place)} that the user '${place.user ?? ""}' may use.`,
    hint: "Create it first, or ask its administrator for the right to use it.",
  }),
  not_allowed: (place) => ({
    code: "store_read_only",
    message: `The user '${place.user ?? ""}' may not do this in the database ${nameOf(place)}.`,
    hint: "Ask the database's administrator for the right to create, read and write tables there.",
  }),
  tls: (place) => ({
    code: "store_unreachable",
    message: `No encrypted connection to ${addressOf(place)} could be made.`,
    hint: "Check the options of the store's URL: sslmode and sslrootcert (PostgreSQL), ssl and ssl_ca (MySQL).",
  }),
  too_many: (place) => ({
    code: "store_unreachable",
    message: `The server at ${addressOf(place)} takes no more connections.`,
    hint: "Close some clients, or allow more: max_connections in the server's settings.",
  }),
  starting: (place) => ({
    code: "store_unreachable",
    message: `The server at ${addressOf(place)} is just starting or stopping.`,
    hint: "Try again in a few seconds.",
  }),
  full: (place) => ({
    code: "disk_full",
    message: `There is no space left for the database ${nameOf(place)}.`,
    hint: "Nothing of the last change was kept. Free some space there, then try again.",
  }),
  read_only: (place) => ({
    code: "store_read_only",
    message: `The database ${nameOf(place)} takes no changes: the server is read-only.`,
    hint: "Name the primary server in the store's URL, not one that follows it.",
  }),
  too_large: (place) => ({
    code: "invalid_input",
    message: `The server at ${addressOf(place)} does not take a value of this size.`,
    hint: "Nothing of the last change was kept. Keep large values as artifacts, or raise max_allowed_packet.",
  }),
  locked: locked,
  collision: locked,
};

function locked(place: ServerPlace): Meaning {
  return {
    code: "store_locked",
    message: `Something else holds what was to be changed in the database ${nameOf(place)}.`,
    hint: "Nothing of the last change was kept. Try again.",
  };
}

/** A connection that was lost when it mattered most. */
export function unknownOutcome(place: ServerPlace, cause: unknown): ZenError {
  const message = `The connection to ${addressOf(place)} was lost while a change was being kept; it may have been.`;
  return new ZenError("store_unreachable", message, {
    hint: "Look whether it is there before you try again.",
    cause,
  });
}
