import { existsSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { replaceFile } from "../../config/write-file.js";
import { ZenError } from "../../domain/errors.js";
import { exportStack } from "../../sdk/stacks/export-stack.js";
import type { Handler } from "../framework/command.js";
import { toYaml } from "../output/formats.js";
import { chosenStack } from "./chosen-stack.js";
import type { exportSpec } from "./specs.js";
import { readYamlFile } from "./yaml-file.js";

export const handler: Handler<typeof exportSpec> = async (args, _flags, context) => {
  const session = await context.openSession();
  const { id, name } = await chosenStack(session, args.stack);
  const { document, leftOut } = await exportStack(session, id);
  const file = args.file ?? `${name}.yaml`;
  const path = resolve(context.io.cwd, file);
  await checkReplaceable(path, file);
  replaceFile(path, await toYaml(document));
  for (const secret of leftOut) context.output.warn(`Left out, since it may be secret: ${secret}.`);
  await context.output.answer(`Exported stack '${name}' to file '${file}'.`, { id, name, file });
};

/** No folder is made by the way. An earlier export may be replaced; anything else may be somebody's work. */
async function checkReplaceable(path: string, file: string): Promise<void> {
  const folder = dirname(path);
  if (!existsSync(folder)) {
    throw new ZenError("invalid_input", `There is no folder '${folder}' to write '${file}' to.`, {
      hint: `mkdir -p ${folder}`,
    });
  }
  const found = await readYamlFile(path, file).catch(() => null);
  if (found === undefined) return;
  if (typeof found === "object" && found !== null && "stack_name" in found) return;
  throw new ZenError("invalid_input", `The file '${file}' is there and holds no exported stack.`, {
    hint: "Name another file: zenml stack export STACK FILE",
  });
}
