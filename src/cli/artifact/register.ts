import { ZenError } from "../../domain/errors.js";
import { Client } from "../../sdk/client.js";
import type { Handler } from "../framework/command.js";
import type { registerSpec } from "./specs.js";

export const handler: Handler<typeof registerSpec> = async (args, flags, context) => {
  const { value, ...rest } = flags;
  const client = Client.of(await context.openSession());
  const registered = await client.artifacts.register(args.name, {
    ...rest,
    value: value === undefined ? undefined : parseJson(value),
    cwd: context.io.cwd,
  });
  const { artifact, version } = registered;
  await context.output.answer(
    `Registered '${version.name}' version ${version.version}: ${artifact.data_type}, artifact ${artifact.id}.`,
    { ...version, artifact },
  );
};

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new ZenError("invalid_argument", `--value is no JSON: ${reason}`, {
      hint: "Texts have quotes of their own: --value '\"text\"'",
      cause: error,
    });
  }
}
