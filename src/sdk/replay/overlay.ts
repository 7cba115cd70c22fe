import { createHash } from "node:crypto";
import type { ArtifactStore } from "../../artifacts/artifact-store.js";

/** An artifact store to try things on: it reads what is there, and keeps what is written to itself. */
export function overlay(store: ArtifactStore): ArtifactStore {
  const written = new Map<string, Uint8Array>();
  return {
    write: async (content) => {
      const bytes = content instanceof Uint8Array ? content : await allOf(content);
      const hash = createHash("sha256").update(bytes).digest("hex");
      const path = `replay/${hash}`;
      written.set(path, bytes);
      return { path, content_hash: `sha256:${hash}`, size: bytes.length };
    },
    read: async (path) => written.get(path) ?? store.read(path),
    stream: (path, range) => {
      const bytes = written.get(path);
      return bytes === undefined ? store.stream(path, range) : once(bytes, range);
    },
    exists: async (path) => written.has(path) || store.exists(path),
    ...(store.size === undefined
      ? {}
      : { size: async (path) => written.get(path)?.length ?? store.size?.(path) }),
  };
}

async function allOf(content: AsyncIterable<Uint8Array>): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of content) chunks.push(Uint8Array.from(chunk));
  return Buffer.concat(chunks);
}

async function* once(
  bytes: Uint8Array,
  range: { readonly start: number; readonly end: number } | undefined,
): AsyncIterable<Uint8Array> {
  yield range === undefined ? bytes : bytes.subarray(range.start, range.end);
}
