import { Tokens } from "../../sdk/tokens/tokens.js";
import type { TokenInfo } from "../../sdk/tokens/tokens.js";
import type { Handler } from "../framework/command.js";
import { chooseColumns } from "../list-command.js";
import type { Column } from "../output/output.js";
import { showTime } from "../show.js";
import type { listSpec } from "./specs.js";

export const handler: Handler<typeof listSpec> = async (_args, flags, context) => {
  const rows = await new Tokens(await context.openSession()).list(flags.user);
  const columns = tokenColumns(context.now());
  await context.output.list({
    columns: chooseColumns(columns, flags.columns),
    rows,
    onlyColumns: flags.columns !== undefined,
    empty: "No API tokens found.",
  });
};

function tokenColumns(now: number): readonly Column<TokenInfo>[] {
  const time = (key: "created" | "expires"): Column<TokenInfo> => ({
    key,
    value: (row) => row[key],
    show: (row) => showTime(row[key]),
  });
  return [
    { key: "name", value: ({ name }) => name },
    { key: "prefix", value: ({ prefix }) => prefix, show: ({ prefix }) => `${prefix}…` },
    {
      key: "scopes",
      value: ({ scopes }) => scopes,
      show: ({ scopes }) => (scopes.length === 0 ? "all" : scopes.join(", ")),
    },
    time("created"),
    time("expires"),
    { key: "state", value: (row) => stateOf(row, now) },
    { key: "id", value: ({ id }) => id },
  ];
}

function stateOf({ revoked, expires }: TokenInfo, now: number): string {
  if (revoked !== null) return "revoked";
  return expires !== null && Date.parse(expires) <= now ? "expired" : "valid";
}
