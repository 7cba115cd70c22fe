// What sslmode means, as PostgreSQL's own clients have it.
import type { ConnectionOptions } from "node:tls";
import { readTlsFile } from "../server/tls-files.js";

export const SSL_MODES = [
  "disable",
  "allow",
  "prefer",
  "require",
  "verify-ca",
  "verify-full",
] as const;
type SslMode = (typeof SSL_MODES)[number];

/** False: not encrypted. */
export type Tls = ConnectionOptions | false;

const DEFAULT_MODE: SslMode = "prefer";

/** In which ways to connect, the second where the server has no TLS. Errors: `invalid_input`. */
export function tlsAttempts(
  options: ReadonlyMap<string, string>,
): readonly [first: Tls, second?: Tls] {
  const given = options.get("sslmode")?.toLowerCase();
  const mode = SSL_MODES.find((one) => one === given) ?? DEFAULT_MODE;
  const ca = readTlsFile(options, "sslrootcert");
  const files = {
    ...(ca !== undefined && { ca }),
    ...optional("cert", readTlsFile(options, "sslcert")),
    ...optional("key", readTlsFile(options, "sslkey")),
  };
  switch (mode) {
    case "disable":
      return [false];
    case "allow":
    case "prefer":
      return [{ ...files, rejectUnauthorized: false }, false];
    case "require":
      return [{ ...files, ...(ca === undefined ? { rejectUnauthorized: false } : ANY_HOST) }];
    case "verify-ca":
      return [{ ...files, ...ANY_HOST }];
    case "verify-full":
      return [files];
  }
}

const ANY_HOST = { checkServerIdentity: () => undefined };

function optional(name: "cert" | "key", text: string | undefined): ConnectionOptions {
  return text === undefined ? {} : { [name]: text };
}
