import type { Artifact } from "../../domain/entities/artifact.js";
import { ZenError } from "../../domain/errors.js";
import type { Session } from "../../sdk/session.js";
import type { Handler } from "../framework/command.js";
import type { Context } from "../framework/context.js";
import { findArtifact } from "../../runtime/references/find-artifact.js";
import { openBytes } from "./open-bytes.js";
import { printNumbers, printRows } from "./print-value.js";
import { saveBytes } from "./save-bytes.js";
import type { readSpec } from "./specs.js";

export const handler: Handler<typeof readSpec> = async (args, flags, context) => {
  const session = await context.openSession();
  const artifact = await findArtifact(session.store, args.artifact);
  if (flags.save !== undefined) return save(artifact, flags.save, session, context);
  switch (artifact.materializer) {
    case "table":
      return printRows(artifact, session, context);
    case "array":
      return printNumbers(artifact, session, context);
    default:
      return printBytes(artifact, session, context);
  }
};

async function save(
  artifact: Artifact,
  file: string,
  session: Session,
  { io, output }: Context,
): Promise<void> {
  const path = await saveBytes(await openBytes(artifact, session), file, io.cwd);
  await output.answer(`Saved '${artifact.name}' to ${path}`, { path, size: artifact.size });
}

const TEXT = /^text\/|^application\/(?:.*\+)?(?:json|jsonl|xml|yaml)$|^image\/svg\+xml$/;

async function printBytes(artifact: Artifact, session: Session, context: Context): Promise<void> {
  const { io, output } = context;
  const isText = TEXT.test(artifact.media_type);
  const isForPeople = output.format === "table";
  if (!isText && (io.stdout.isTTY === true || !isForPeople)) throw notText(artifact);
  const bytes = await openBytes(artifact, session);
  if (artifact.media_type === "application/json") {
    const value: unknown = JSON.parse(await textOf(bytes));
    return output.answer(JSON.stringify(value, null, 2), value);
  }
  if (!isForPeople) return output.answer("", await textOf(bytes));
  let last: number | undefined;
  for await (const chunk of bytes) {
    last = chunk.at(-1);
    await output.bytes(chunk);
  }
  // A prompt belongs on a line of its own.
  if (io.stdout.isTTY === true && last !== NEWLINE) output.raw("\n");
}

const NEWLINE = 10;

async function textOf(bytes: AsyncIterable<Uint8Array>): Promise<string> {
  const decoder = new TextDecoder();
  let text = "";
  for await (const chunk of bytes) text += decoder.decode(chunk, { stream: true });
  return text + decoder.decode();
}

function notText({ id, name, media_type }: Artifact): ZenError {
  return new ZenError(
    "invalid_input",
    `'${name}' is binary (${media_type}): it cannot be shown as text.`,
    { hint: `zenml artifact read ${id.slice(0, 8)} --save FILE` },
  );
}
