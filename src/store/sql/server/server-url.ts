// What the URL of a database server says. Written as SQLAlchemy writes them, so that old URLs work; what
// is refused is said all at once, and no message has the password.
import { ZenError } from "../../../domain/errors.js";
import { hidePassword } from "../../../util/hide-password.js";
import { nearest } from "../../../util/nearest.js";

export interface ServerUrl {
  readonly host: string;
  readonly port: number;
  readonly user: string | undefined;
  readonly password: string | undefined;
  readonly database: string;
  readonly options: ReadonlyMap<string, string>;
}

export interface UrlRules {
  readonly defaultPort: number;
  /** Every option with what it may be; an empty list: any text. */
  readonly options: Readonly<Record<string, readonly string[]>>;
}

/** The password may have any character but `?`, also one that should have been percent-encoded. */
const PARTS =
  /^[^:]+:\/\/(?:([^:/?#]*?)(?::([^?]*))?@)?(\[[^\]]*\]|[^:/?#@]*)(?::([^/?#]*))?(?:\/([^?#]*))?(?:\?(.*))?$/s;
const MAX_PORT = 65_535;

/** Errors: `invalid_input` with everything that is wrong. */
export function parseServerUrl(url: string, { defaultPort, options: known }: UrlRules): ServerUrl {
  const [whole, user, password, host = "", port = "", database = "", query = ""] =
    PARTS.exec(url) ?? [];
  if (whole === undefined) throw refused(url, ["it has no form that a URL has"]);
  const options = new Map(new URLSearchParams(query));
  const problems = [
    ...portProblems(port),
    ...(database === "" ? ["it names no database"] : []),
    ...[...options].flatMap(([name, value]) => optionProblems(name, value, known)),
  ];
  if (problems.length > 0) throw refused(url, problems);
  return {
    host: host.replace(/^\[(.*)\]$/, "$1") || "localhost",
    port: port === "" ? defaultPort : Number(port),
    user: user === "" ? undefined : decoded(user),
    password: decoded(password),
    database: decoded(database) ?? database,
    options,
  };
}

function portProblems(port: string): readonly string[] {
  const isPort = /^\d*$/.test(port) && Number(port) <= MAX_PORT && port !== "0";
  return isPort ? [] : [`'${port}' is no port`];
}

function optionProblems(
  name: string,
  value: string,
  known: UrlRules["options"],
): readonly string[] {
  const values = known[name];
  if (values === undefined) {
    const names = Object.keys(known);
    const close = nearest(name, names);
    const meant = close === undefined ? "" : `, did you mean '${close}'?`;
    return [`it has no option '${name}'${meant} (options: ${names.join(", ")})`];
  }
  if (values.length === 0 || values.includes(value.toLowerCase())) return [];
  return [`${name} is ${values.join(" or ")}, not '${value}'`];
}

function refused(url: string, problems: readonly string[]): ZenError {
  const shown = hidePassword(url);
  const scheme = /^[^:]*/.exec(url)?.[0] ?? "";
  return new ZenError(
    "invalid_input",
    `The URL '${shown}' cannot be used: ${problems.join("; ")}.`,
    {
      hint: `Write ${scheme}://USER:PASSWORD@HOST:PORT/DATABASE`,
      details: { problems },
    },
  );
}

/** Percent-encoding is taken back; what is none stays as it is. */
function decoded(text: string): string;
function decoded(text: string | undefined): string | undefined;
function decoded(text: string | undefined): string | undefined {
  if (text === undefined) return undefined;
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
