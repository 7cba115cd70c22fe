import { ZenError } from "../../domain/errors.js";
import { VERSION } from "../../util/version.js";
import type { Session } from "../session.js";
import { addStack } from "./add-stack.js";
import type { AddedStack } from "./add-stack.js";
import { parseStackDocument } from "./stack-document.js";

export interface ImportStackOptions {
  /** Default: the name in the document. */
  readonly name?: string | undefined;
  /** What messages call the document, e.g. its file. Default: `The document`. */
  readonly origin?: string | undefined;
  /** Read it although another version wrote it. Default: false. */
  readonly ignoreVersionMismatch?: boolean | undefined;
}

export interface ImportedStack extends AddedStack {
  /** The version that wrote the document, where it is another one. */
  readonly otherVersion: string | undefined;
  /** The document had a metadata store, which is part of ZenML now. */
  readonly hadMetadataStore: boolean;
}

/**
 * Makes the stack that `exportStack` describes, and those of its components that are not there.
 * Errors: `invalid_input`, `entity_exists`; all problems at once, and nothing is written then.
 */
export async function importStack(
  session: Pick<Session, "store" | "settings">,
  document: unknown,
  options: ImportStackOptions = {},
): Promise<ImportedStack> {
  const { origin = "The document", ignoreVersionMismatch = false } = options;
  const parsed = parseStackDocument(document, origin);
  const { zenml_version, components, hadMetadataStore } = parsed;
  const isSame = release(zenml_version) === release(VERSION);
  if (!isSame && !ignoreVersionMismatch) throw otherVersion(zenml_version);
  const name = options.name ?? parsed.stack_name;
  const added = await addStack(session, name, components, `The stack '${name}' cannot be imported`);
  return { ...added, hadMetadataStore, otherVersion: isSame ? undefined : zenml_version };
}

/** Within a minor release documents stay the same. */
function release(version: string): string {
  return version.split(".", 2).join(".");
}

function otherVersion(version: string): ZenError {
  return new ZenError(
    "invalid_input",
    "Cannot import stacks from other ZenML versions. " +
      `The stack was created using ZenML version ${version}, you have version ${VERSION} installed.`,
    { hint: "Retry with --ignore-version-mismatch and look over its components afterwards." },
  );
}
