import { ZenError } from "../../domain/errors.js";
import type { Secret } from "../../stack/secrets-manager.js";
import { nearest } from "../../util/nearest.js";
import type { Handler } from "../framework/command.js";
import { openSecrets } from "./open-secrets.js";
import { SECRET_COLUMNS } from "./secret-table.js";
import type { getSpec } from "./specs.js";

export const handler: Handler<ReturnType<typeof getSpec>> = async (args, _flags, context) => {
  const { output } = context;
  const secret = await (await openSecrets(context)).get(args.name);
  if (args.key !== undefined) {
    const value = valueOf(secret, args.key);
    return output.answer(value, { key: args.key, value });
  }
  if (output.format !== "table" && output.format !== "csv") return output.answer("", secret);
  const rows = Object.entries(secret.values);
  await output.list({
    columns: SECRET_COLUMNS,
    rows,
    empty: "It has no values.",
    overflow: "wrap",
  });
};

function valueOf({ name, values }: Secret, key: string): string {
  const value = Object.hasOwn(values, key) ? values[key] : undefined;
  if (value !== undefined) return value;
  const keys = Object.keys(values);
  const close = nearest(key, keys);
  throw new ZenError("not_found", `The secret '${name}' has no key '${key}'.`, {
    hint: close === undefined ? `Its keys: ${keys.join(", ")}.` : `Did you mean '${close}'?`,
  });
}
