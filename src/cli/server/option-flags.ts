// The server's options as flags. Written here as text, since help need not load the server; a new option
// without a row does not compile.
import type { OptionName } from "../../server/options/server-options.js";

type Kebab<Text extends string> = Text extends `${infer Head}_${infer Rest}`
  ? `${Head}-${Kebab<Rest>}`
  : Text;

interface OptionFlag {
  readonly kind: "text";
  readonly summary: string;
  readonly placeholder: string;
}

/** A password on a command line can be seen by all: it comes by variable or file alone. */
type FlagName = Exclude<OptionName, "admin_password">;

const SUMMARIES: Readonly<Record<FlagName, string>> = {
  host: "Address to listen at; default: 127.0.0.1",
  port: "Port to listen at, 0 for any; default: 8237",
  store_type: "local or sql; default: what the URL says",
  store_url: "Folder or URL of the store; default: that of the active profile",
  tls_cert: "File of the certificate, in PEM",
  tls_key: "File of its key, in PEM",
  trusted_proxies: "Addresses and networks whose X-Forwarded-… headers count, with commas",
  allowed_hosts: "Names that the server has, with commas",
  allowed_origins: "Pages elsewhere that may ask, with commas",
  log_level: "debug, info, warning or error",
  public_metrics: "Whether /metrics is for everybody: true or false",
  session_days: "Days after which a login ends; default: 14",
  admin_password_file: "File with the admin's first password",
  max_body_bytes: "Most bytes of a request",
  tries_per_account: "Failed logins at one account in a quarter of an hour",
  tries_per_peer: "Failed logins of one peer in a quarter of an hour",
  max_connections: "Most connections at once",
  headers_timeout: "Seconds in which headers must arrive",
  request_timeout: "Seconds in which a request must arrive",
  keep_alive_timeout: "Seconds that an idle connection is kept",
  grace: "Seconds that requests are given when it stops; default: 25",
};

export const FLAG_NAMES = Object.keys(SUMMARIES) as readonly FlagName[];

/** `store-url` of `store_url`. */
export function flagOfOption(name: string): string {
  return name.replaceAll("_", "-");
}

// The keys are made of the names, one each.
export const OPTION_FLAGS = Object.fromEntries(
  FLAG_NAMES.map((name) => [
    flagOfOption(name),
    { kind: "text", summary: SUMMARIES[name], placeholder: "VALUE" },
  ]),
) as { readonly [Name in FlagName as Kebab<Name>]: OptionFlag };
