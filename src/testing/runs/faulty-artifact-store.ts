import type { ArtifactStore, ReadRange } from "../../artifacts/artifact-store.js";
import type { TestProcess } from "./test-process.js";

/** An artifact store whose faults are those of the test. */
export function faultyArtifactStore(store: ArtifactStore, process: TestProcess): ArtifactStore {
  return {
    write: (content, signal) =>
      process.pass({ kind: "artifact write" }, () => store.write(content, signal)),
    read: (path) => process.pass({ kind: "artifact read" }, () => store.read(path)),
    stream: (path, range) => streamed(store, process, { path, range }),
    exists: (path) => process.pass(undefined, () => store.exists(path)),
    size: (path) => process.pass(undefined, async () => store.size?.(path)),
    adopt: (file, signal) =>
      process.pass({ kind: "artifact write" }, async () => {
        if (store.adopt === undefined) throw new Error("the artifact store takes over no files");
        return store.adopt(file, signal);
      }),
    localPath: (path) => store.localPath?.(path) ?? path,
  };
}

async function* streamed(
  store: ArtifactStore,
  process: TestProcess,
  { path, range }: { readonly path: string; readonly range: ReadRange | undefined },
): AsyncIterable<Uint8Array> {
  await process.pass({ kind: "artifact read" }, async () => undefined);
  yield* store.stream(path, range);
}
