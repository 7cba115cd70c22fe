import { ARBITRARY, keysOfSchema } from "../../sdk/secrets/secret-schemas.js";
import { ZenError } from "../../domain/errors.js";
import type { Handler } from "../framework/command.js";
import { askValues } from "./ask-values.js";
import { noticeHistory } from "./notice-history.js";
import { openSecrets } from "./open-secrets.js";
import { readValues } from "./read-values.js";
import { showHidden } from "./show-hidden.js";
import type { registerSpec } from "./specs.js";

export const handler: Handler<ReturnType<typeof registerSpec>> = async (args, flags, context) => {
  const { io } = context;
  const { schema } = flags;
  const given = await readValues(flags.attributes, args.values, io);
  if (Object.keys(given.values).length === 0 && !flags.interactive) {
    throw new ZenError(
      "invalid_argument",
      "Secret fields must be passed as arguments when not using interactive mode.",
      { hint: "Add -i to be asked, or --KEY=VALUE, --KEY=@FILE, --KEY=@- for stdin." },
    );
  }
  const secrets = await openSecrets(context);
  noticeHistory(given, context);
  const asked = flags.interactive
    ? await askValues(missingKeys(schema, given.values), "none", io)
    : {};
  const secret = await secrets.register(args.name, { ...given.values, ...asked }, { schema });
  await showHidden("The following secret was registered.", secret, context);
};

function missingKeys(schema: string, given: object): readonly string[] {
  return schema === ARBITRARY
    ? []
    : keysOfSchema(schema).filter((key) => !Object.hasOwn(given, key));
}
