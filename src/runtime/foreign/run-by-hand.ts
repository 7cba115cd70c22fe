// Executes a step in another language outside of a run, as a unit test calls the function of any step:
// values in, values out. Its artifacts lie in the temporary folder of the context.
import { createHash, randomUUID } from "node:crypto";
import { mkdtemp, readFile, rename } from "node:fs/promises";
import { createReadStream, createWriteStream, existsSync } from "node:fs";
import { join } from "node:path";
import { pipeline } from "node:stream/promises";
import type { ArtifactStore } from "../../artifacts/artifact-store.js";
import { readValue } from "../../artifacts/read-value.js";
import { writeValue } from "../../artifacts/write-value.js";
import { ZenError } from "../../domain/errors.js";
import type { AnyMaterializer, StepDefinition } from "../definition.js";
import type { StepContext } from "../step-context.js";
import type { StepTask, TaskInput } from "../step-task.js";
import { projectRoot } from "../loader/project-root.js";
import { DescribedError } from "../source-positions.js";
import { executeExternal } from "./execute-external.js";
import { stepFolder } from "./step-folder.js";

export interface HandCall {
  readonly values: Readonly<Record<string, unknown>>;
  readonly context: StepContext;
  /** What each input is declared as. */
  readonly inputs: Readonly<Record<string, AnyMaterializer>> | undefined;
}

/** Resolves to what the step returns. Errors: `step_failed`, with the traceback as its cause. */
export async function runByHand(
  definition: StepDefinition,
  { values, context, inputs }: HandCall,
): Promise<unknown> {
  const { external, name } = definition;
  if (external === undefined) throw new Error(`step '${name}' is no command`);
  const folder = await mkdtemp(join(await context.temporaryFolder(), "artifacts-"));
  const store = folderStore(folder);
  try {
    const given: Record<string, TaskInput> = {};
    for (const [input, value] of Object.entries(values ?? {})) {
      const place = { step: name, output: input, store };
      const artifact = await writeValue(value, { ...place, materializer: inputs?.[input] });
      given[input] = { artifact };
    }
    const outputs = await executeExternal(taskOf(definition, context, given), {
      external,
      definition,
      context,
      surroundings: {
        materializers: new Map(),
        artifactStore: store,
        signal: context.signal,
        log: ({ text }) => context.log.info(text),
        projectRoot: projectRoot(stepFolder(definition, process.cwd())),
      },
    });
    return await valuesOf(outputs, definition, store);
  } catch (error) {
    if (!(error instanceof DescribedError)) throw error;
    const { failure } = error;
    const where = failure.location === null ? "" : ` at ${failure.location}`;
    throw new ZenError(
      "step_failed",
      `Step '${name}' failed${where}: ${failure.name}: ${failure.message}`,
      {
        cause: failure.stack ?? undefined,
        details: { failure },
      },
    );
  }
}

function taskOf(
  { name, outputs }: StepDefinition,
  { run, step }: StepContext,
  inputs: StepTask["inputs"],
): StepTask {
  const declared = Object.entries(outputs ?? {}).map(([output, one]) => [output, one.name]);
  return {
    run: { id: run.id, name: run.name },
    step: { id: step.id, name: step.name, definition: name },
    node: step.name,
    pipeline: run.pipeline,
    attempt: step.attempt,
    params: {},
    inputs,
    outputs: outputs === undefined ? { output: "auto" } : Object.fromEntries(declared),
  };
}

async function valuesOf(
  outputs: Awaited<ReturnType<typeof executeExternal>>,
  definition: StepDefinition,
  store: ArtifactStore,
): Promise<unknown> {
  const own = Object.values(definition.outputs ?? {}).map((one) => [one.name, one] as const);
  const values: Record<string, unknown> = {};
  for (const [name, content] of Object.entries(outputs)) {
    values[name] = await readValue(content, { store, materializers: new Map(own) });
  }
  return definition.outputs === undefined ? values["output"] : values;
}

function folderStore(folder: string): ArtifactStore {
  const place = (path: string): string => join(folder, path);
  return {
    write: async (content) => {
      const unfinished = place(randomUUID());
      const hash = createHash("sha256");
      let size = 0;
      const chunks = content instanceof Uint8Array ? [content] : content;
      const counted = async function* () {
        for await (const chunk of chunks) {
          hash.update(chunk);
          size += chunk.length;
          yield chunk;
        }
      };
      await pipeline(counted, createWriteStream(unfinished));
      const path = hash.digest("hex");
      await rename(unfinished, place(path));
      return { path, content_hash: `sha256:${path}`, size };
    },
    read: async (path) => new Uint8Array(await readFile(place(path))),
    stream: (path) => createReadStream(place(path)),
    exists: async (path) => existsSync(place(path)),
    localPath: place,
  };
}
