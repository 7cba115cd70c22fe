// PostgreSQL's error codes, and what its client says without one → troubles.
import { NETWORK_TROUBLES, codeOf, isTlsCode } from "../server/server-error.js";
import type { Trouble } from "../server/server-error.js";

const TROUBLES: Readonly<Record<string, Trouble>> = {
  ...NETWORK_TROUBLES,
  "08000": "lost",
  "08003": "lost",
  "08006": "lost",
  "23001": "foreign_key",
  "23503": "foreign_key",
  "23505": "unique",
  "25006": "read_only",
  "28000": "denied",
  "28P01": "denied",
  "3D000": "no_database",
  "40001": "collision",
  "40P01": "collision",
  "42501": "not_allowed",
  "42P01": "no_table",
  "53100": "full",
  "53300": "too_many",
  "54000": "too_large",
  "55P03": "locked",
  "57P01": "lost",
  "57P02": "lost",
  "57P03": "starting",
  "57P05": "lost",
};

const SAID: readonly (readonly [pattern: RegExp, trouble: Trouble])[] = [
  [/timeout exceeded when trying to connect|timeout expired|due to connection timeout/, "silent"],
  [/connection terminated|not queryable|client was closed|socket has been ended/i, "lost"],
  [/SASL|password/, "denied"],
  [/does not support SSL|error establishing an SSL connection/, "tls"],
];

export function troubleOf(error: unknown): Trouble | undefined {
  const code = codeOf(error);
  if (code !== undefined) return TROUBLES[code] ?? (isTlsCode(code) ? "tls" : undefined);
  const message = error instanceof Error ? error.message : "";
  return SAID.find(([pattern]) => pattern.test(message))?.[1];
}

/** A server that was asked for TLS and has none. */
export function hasNoTls(error: unknown): boolean {
  return error instanceof Error && error.message.includes("does not support SSL");
}
