import type { Handler } from "../framework/command.js";
import { askValues } from "./ask-values.js";
import { noticeHistory } from "./notice-history.js";
import { openSecrets } from "./open-secrets.js";
import { readValues } from "./read-values.js";
import { showHidden } from "./show-hidden.js";
import type { updateSpec } from "./specs.js";

export const handler: Handler<ReturnType<typeof updateSpec>> = async (args, flags, context) => {
  const { io } = context;
  const given = await readValues(flags.attributes, args.values, io);
  const secrets = await openSecrets(context);
  const before = await secrets.get(args.name);
  noticeHistory(given, context);
  const keys = Object.keys(before.values).filter((key) => !Object.hasOwn(given.values, key));
  const asked = flags.interactive ? await askValues(keys, "as before", io) : {};
  const secret = await secrets.update(args.name, { ...given.values, ...asked });
  await showHidden(`Secret with name '${args.name}' has been updated`, secret, context);
};
