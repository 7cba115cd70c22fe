import { YAMLException, load } from "js-yaml";
import { storeTypeOf } from "../../config/store-url.js";
import { ZenError } from "../../domain/errors.js";
import { nearest } from "../../util/nearest.js";
import { OPTION_NAMES, ServerOptions, optionValue } from "./server-options.js";
import type { OptionName } from "./server-options.js";

/** Where options come from; what stands first here wins. */
export interface OptionSources {
  /** By their names, `port`; as written. */
  readonly flags?: Readonly<Record<string, string | undefined>>;
  /** `ZENML_SERVER_PORT` and so on are read. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** YAML or JSON. */
  readonly file?: { readonly path: string; readonly text: string } | undefined;
  /** What holds where nobody says anything, as the store of the active profile. */
  readonly defaults?: Partial<ServerOptions>;
}

const PREFIX = "ZENML_SERVER_";

/** Errors: `config_invalid` with all problems. */
export function readServerOptions(sources: OptionSources): ServerOptions {
  const { flags = {}, env = {}, file, defaults = {} } = sources;
  const variables = Object.entries(env).flatMap(([name, text]) =>
    name.startsWith(PREFIX) ? [[name.slice(PREFIX.length).toLowerCase(), text] as const] : [],
  );
  const said = [
    { source: file?.path ?? "", values: file === undefined ? {} : readFile(file) },
    { source: "the environment", values: typed(Object.fromEntries(variables)) },
    { source: "the flags", values: typed(flags) },
  ];
  const unknown = said.flatMap(({ source, values }) =>
    Object.keys(values)
      .filter((name) => !isOption(name))
      .map((name) => unknownOption(name, source)),
  );
  const merged = withStoreType(Object.assign({}, defaults, ...said.map(({ values }) => values)));
  const known = Object.fromEntries(Object.entries(merged).filter(([name]) => isOption(name)));
  const parsed = ServerOptions.safeParse(known);
  const wrong = parsed.success
    ? togetherProblems(parsed.data)
    : parsed.error.issues.map(({ path, message, code }) => {
        const name = path.map(String).join(".");
        const missing = code === "invalid_type" && !(String(path[0]) in known);
        return `${name}: ${missing ? "is missing" : message === "Invalid input" ? "is not as it should be" : message}`;
      });
  const problems = [...unknown, ...wrong];
  if (parsed.success && problems.length === 0) return parsed.data;
  const lines =
    problems.length === 1 ? ` ${problems.join()}` : problems.map((one) => `\n  ${one}`).join("");
  throw new ZenError("config_invalid", `The server's options are not valid:${lines}`, {
    hint: `There are: ${OPTION_NAMES.join(", ")}.`,
    details: { problems },
  });
}

/** What a URL says of its store need not be said twice. */
function withStoreType(
  options: Readonly<Record<string, unknown>>,
): Readonly<Record<string, unknown>> {
  const { store_url: url, store_type: type } = options;
  if (type !== undefined || typeof url !== "string") return options;
  return { ...options, store_type: storeTypeOf(url) };
}

function typed(
  values: Readonly<Record<string, string | undefined>>,
): Readonly<Record<string, unknown>> {
  const given = Object.entries(values).flatMap(([name, text]) =>
    text === undefined ? [] : [[name, isOption(name) ? optionValue(name, text) : text] as const],
  );
  return Object.fromEntries(given);
}

function readFile({ path, text }: { readonly path: string; readonly text: string }): object {
  let value: unknown;
  try {
    value = load(text, { filename: path });
  } catch (cause) {
    if (!(cause instanceof YAMLException)) throw cause;
    throw new ZenError("config_invalid", `${path} is no YAML: ${cause.reason}.`, { cause });
  }
  if (value === undefined || value === null) return {};
  if (typeof value === "object" && !Array.isArray(value)) return value;
  throw new ZenError("config_invalid", `${path} holds no options.`, {
    hint: "Write one a line, as in: port: 8237",
  });
}

function togetherProblems({ tls_cert, tls_key, ...options }: ServerOptions): string[] {
  const problems: string[] = [];
  if ((tls_cert === undefined) !== (tls_key === undefined)) {
    problems.push("tls_cert and tls_key: one needs the other");
  }
  if (options.admin_password !== undefined && options.admin_password_file !== undefined) {
    problems.push("admin_password and admin_password_file: give one of them");
  }
  return problems;
}

function isOption(name: string): name is OptionName {
  return OPTION_NAMES.some((one) => one === name);
}

function unknownOption(name: string, source: string): string {
  const close = nearest(name, OPTION_NAMES);
  const meant = close === undefined ? "" : ` Did you mean '${close}'?`;
  return `${name} (${source}): there is no such option.${meant}`;
}
