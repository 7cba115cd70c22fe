import { mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Artifact } from "../../domain/entities/artifact.js";
import { ZenError } from "../../domain/errors.js";
import type { Handler } from "../framework/command.js";
import { findArtifact } from "../../runtime/references/find-artifact.js";
import { openBytes } from "./open-bytes.js";
import { openInBrowser } from "./open-in-browser.js";
import { saveBytes } from "./save-bytes.js";
import type { openSpec } from "./specs.js";

export const handler: Handler<typeof openSpec> = async (args, _flags, context) => {
  const session = await context.openSession();
  const artifact = await findArtifact(session.store, args.artifact);
  const extension = EXTENSIONS[artifact.media_type];
  if (extension === undefined) throw notViewable(artifact);
  // Stored bytes have no file extension, and a browser goes by it.
  const folder = await mkdtemp(join(tmpdir(), "zenml-open-"));
  const bytes = await openBytes(artifact, session);
  const path = await saveBytes(bytes, `${artifact.name}${extension}`, folder);
  const isOpen = await openInBrowser(path, context.io.env);
  context.output.notice(isOpen ? "Opening in the browser:" : "There is no browser here. The file:");
  await context.output.answer(path, { path, opened: isOpen });
};

const EXTENSIONS: Readonly<Record<string, string>> = {
  "text/html": ".html",
  "text/markdown": ".md",
  "text/plain": ".txt",
  "text/csv": ".csv",
  "application/json": ".json",
  "application/pdf": ".pdf",
  "image/svg+xml": ".svg",
  "image/png": ".png",
  "image/jpeg": ".jpg",
  "image/gif": ".gif",
  "image/webp": ".webp",
};

function notViewable({ id, name, media_type }: Artifact): ZenError {
  return new ZenError("invalid_input", `A browser cannot show '${name}' (${media_type}).`, {
    hint: `zenml artifact read ${id.slice(0, 8)} --save FILE`,
  });
}
