// MySQL's and MariaDB's error codes → troubles.
import { NETWORK_TROUBLES, codeOf, isTlsCode } from "../server/server-error.js";
import type { Trouble } from "../server/server-error.js";

const TROUBLES: Readonly<Record<string, Trouble>> = {
  ...NETWORK_TROUBLES,
  ER_ACCESS_DENIED_ERROR: "denied",
  ER_ACCESS_DENIED_NO_PASSWORD_ERROR: "denied",
  ER_NOT_SUPPORTED_AUTH_MODE: "denied",
  AUTH_SWITCH_PLUGIN_ERROR: "denied",
  ER_HOST_NOT_PRIVILEGED: "denied",
  ER_BAD_DB_ERROR: "no_database",
  ER_DBACCESS_DENIED_ERROR: "no_database_or_right",
  ER_TABLEACCESS_DENIED_ERROR: "not_allowed",
  ER_COLUMNACCESS_DENIED_ERROR: "not_allowed",
  ER_SPECIFIC_ACCESS_DENIED_ERROR: "not_allowed",
  ER_CON_COUNT_ERROR: "too_many",
  ER_TOO_MANY_USER_CONNECTIONS: "too_many",
  ER_USER_LIMIT_REACHED: "too_many",
  ER_SERVER_SHUTDOWN: "lost",
  ER_CONNECTION_KILLED: "lost",
  PROTOCOL_CONNECTION_LOST: "lost",
  ER_DISK_FULL: "full",
  ER_RECORD_FILE_FULL: "full",
  ER_OPTION_PREVENTS_STATEMENT: "read_only",
  ER_READ_ONLY_MODE: "read_only",
  ER_CANT_EXECUTE_IN_READ_ONLY_TRANSACTION: "read_only",
  ER_NET_PACKET_TOO_LARGE: "too_large",
  ER_DATA_TOO_LONG: "too_large",
  ER_LOCK_WAIT_TIMEOUT: "locked",
  ER_LOCK_DEADLOCK: "collision",
  ER_CHECKREAD: "collision",
  ER_NO_SUCH_TABLE: "no_table",
  ER_TABLE_EXISTS_ERROR: "there_already",
  ER_DUP_FIELDNAME: "there_already",
  ER_DUP_KEYNAME: "there_already",
  ER_DUP_ENTRY: "unique",
  ER_DUP_ENTRY_WITH_KEY_NAME: "unique",
  ER_NO_REFERENCED_ROW: "foreign_key",
  ER_NO_REFERENCED_ROW_2: "foreign_key",
  ER_ROW_IS_REFERENCED: "foreign_key",
  ER_ROW_IS_REFERENCED_2: "foreign_key",
  HANDSHAKE_NO_SSL_SUPPORT: "tls",
  HANDSHAKE_SSL_ERROR: "tls",
};

/** What the client says itself, without a code. */
const SAID: readonly (readonly [pattern: RegExp, trouble: Trouble])[] = [
  [/closed state|Pool is closed|server closed the connection|connection is in closed/i, "lost"],
];

export function troubleOf(error: unknown): Trouble | undefined {
  const code = codeOf(error);
  const known = code === undefined ? undefined : TROUBLES[code];
  if (known !== undefined) return known;
  const message = error instanceof Error ? error.message : "";
  const said = SAID.find(([pattern]) => pattern.test(message))?.[1];
  return said ?? (code !== undefined && isTlsCode(code) ? "tls" : undefined);
}
