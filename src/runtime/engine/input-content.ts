// What an input holds: for steps, for conditions and for maps alike. Bytes that are not at hand are looked
// up here and nowhere else, when somebody needs them.
import type { StoredContent } from "../../artifacts/stored-content.js";
import type { TaskInput } from "../step-task.js";
import type { CacheLookup, ListedArtifact } from "./cache-lookup.js";
import type { Input } from "./frame.js";

type StoredInput = Exclude<Input, { readonly value: unknown }>;
type Bytes = Pick<CacheLookup, "read">;

/** Undefined for a literal. */
export async function contentOf(input: Input, bytes: Bytes): Promise<StoredContent | undefined> {
  return "value" in input ? undefined : storedOf(input, bytes);
}

/** As whoever executes a step is given it: what reading takes, and nothing else. */
export async function taskInput(input: Input, bytes: Bytes): Promise<TaskInput> {
  if ("value" in input) return input;
  return { artifact: readFields(await storedOf(input, bytes)) };
}

function storedOf(input: StoredInput, bytes: Bytes): StoredContent | Promise<StoredContent> {
  if ("element" in input) return input.element;
  const { artifact } = input;
  if ("inline" in artifact) return artifact;
  return artifact.path === null ? bytes.read(artifact) : { ...artifact, inline: null };
}

/** What reading an artifact takes, of all that is recorded of it; without its bytes if they are not at hand. */
export function readFields(artifact: StoredContent | ListedArtifact): StoredContent {
  return {
    materializer: artifact.materializer,
    data_type: artifact.data_type,
    media_type: artifact.media_type,
    content_hash: artifact.content_hash,
    size: artifact.size,
    path: artifact.path,
    metadata: artifact.metadata,
    preview: artifact.preview,
    inline: "inline" in artifact ? artifact.inline : null,
  };
}
