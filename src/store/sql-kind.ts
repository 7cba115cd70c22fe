// Which database a store's URL means. Knows the names of databases and none of their drivers.
import { ZenError } from "../domain/errors.js";
import { nearest } from "../util/nearest.js";

export type SqlKind = "sqlite" | "mysql" | "postgres";

const SCHEMES: Readonly<Record<string, SqlKind>> = {
  sqlite: "sqlite",
  mysql: "mysql",
  mariadb: "mysql",
  postgresql: "postgres",
  postgres: "postgres",
};

/**
 * Of `mysql+pymysql://…` the part before the plus: which program speaks to the database is ours to say.
 * Errors: `invalid_input`, naming what there is. What else stands in the URL is not repeated.
 */
export function sqlKindOf(url: string): SqlKind {
  const [, scheme = ""] = /^([a-z][a-z0-9]*)(?:\+[a-z0-9_]+)?:/i.exec(url) ?? [];
  const kind = SCHEMES[scheme.toLowerCase()];
  if (kind !== undefined) return kind;
  const known = Object.keys(SCHEMES);
  const close = nearest(scheme, known);
  const meant = close === undefined ? "" : ` Did you mean '${close}'?`;
  const message =
    scheme === ""
      ? "The URL of a database begins with the database's kind."
      : `There are no databases of the kind '${scheme}'.${meant}`;
  throw new ZenError("invalid_input", message, {
    hint: `Kinds: ${known.join(", ")}. E.g. sqlite:////absolute/path.db`,
  });
}
