import { resolve } from "node:path";
import { ZenError } from "../../domain/errors.js";
import { checkRegisteredStack } from "../../sdk/stacks/check-registered-stack.js";
import { importStack } from "../../sdk/stacks/import-stack.js";
import { stackNamed } from "../../sdk/stacks/stack-name.js";
import type { Session } from "../../sdk/session.js";
import { VERSION } from "../../util/version.js";
import type { Handler } from "../framework/command.js";
import type { Context } from "../framework/context.js";
import { askName } from "./ask-name.js";
import { noticeMetadataStore } from "./metadata-store-notice.js";
import { noticeBrought } from "./notice-brought.js";
import type { importSpec } from "./specs.js";
import { warnOfProblems } from "./warn-of-problems.js";
import { readYamlFile } from "./yaml-file.js";

export const handler: Handler<typeof importSpec> = async (args, flags, context) => {
  const session = await context.openSession();
  const { output } = context;
  const file = flags.filename ?? `${args.stack}.yaml`;
  const document = await readYamlFile(resolve(context.io.cwd, file), file);
  if (document === undefined) throw noFile(file);
  output.notice(`Using '${file}' to import '${args.stack}' stack.`);
  const name = await freeName(args.stack, session, context);
  const { ignoreVersionMismatch } = flags;
  const options = { name, origin: `The file '${file}'`, ignoreVersionMismatch };
  const imported = await importStack(session, document, options);
  const { stack, hadMetadataStore, otherVersion } = imported;
  if (otherVersion !== undefined) {
    output.warn(
      `ZenML ${otherVersion} wrote '${file}', you have version ${VERSION}: ` +
        "some components might not work as expected.",
    );
  }
  if (hadMetadataStore) {
    output.notice("The metadata store is part of ZenML: the one in the file was left out.");
  }
  noticeMetadataStore({ metadataStore: undefined, decoupleStores: flags.decoupleStores }, output);
  noticeBrought(imported, output);
  await output.answer(`Stack '${stack.name}' successfully registered!`, stack);
  warnOfProblems(stack, await checkRegisteredStack(session, stack), output);
};

/** Asks for another name where the one given is taken and somebody can answer. */
async function freeName(name: string, { store }: Session, { io }: Context): Promise<string> {
  if ((await stackNamed(store, name)) === undefined) return name;
  const question = `Stack \`${name}\` already exists. Please choose a different name`;
  return (await askName(question, io)) ?? name;
}

function noFile(file: string): ZenError {
  return new ZenError("invalid_input", `There is no file '${file}'.`, {
    hint: "Name one with --filename; zenml stack export writes it.",
  });
}
