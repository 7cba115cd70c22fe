// Executes one step that is a command: its inputs as files, the conversation, its outputs as artifacts.
// Knows neither the store nor the graph, and no language but through the protocol.
import { randomUUID } from "node:crypto";
import { existsSync, mkdirSync, mkdtempSync } from "node:fs";
import { join } from "node:path";
import { encodeJson } from "../../artifacts/formats/encode-json.js";
import { sizeText } from "../../artifacts/size-text.js";
import type { StoredContent } from "../../artifacts/stored-content.js";
import type { JsonRecord } from "../../domain/entities/fields.js";
import { ZenError } from "../../domain/errors.js";
import { outputNames } from "../tracing/invocation.js";
import type { StepTask } from "../step-task.js";
import { converse } from "./conversation.js";
import type { ConversationEvents, Verdict } from "./conversation.js";
import type { ExternalCall } from "./external-call.js";
import type { ExternalStep } from "./external-step.js";
import { outputFormat } from "./file-formats.js";
import { brokenFailure, endedFailure, toldFailure } from "./foreign-failure.js";
import { ForeignProcess } from "./foreign-process.js";
import type { PrintStream } from "./foreign-process.js";
import { ForeignProcesses } from "./foreign-processes.js";
import { inputFiles } from "./input-files.js";
import { launchOf } from "./launch.js";
import type { Launch } from "./launch.js";
import { PROTOCOL_VERSION } from "./messages.js";
import type { OutputPlace, SaidOutput, StartMessage } from "./messages.js";
import { PrintBudget, PrintedLines } from "./printed-lines.js";
import { takeOutput } from "./take-outputs.js";

/** What one step may print; what is more is left out, and said so. */
const MOST_PRINTED = 16 * 1024 * 1024;
const LAST_LINES = 20;
const HEARTBEAT_SECONDS = 5;

/** Executes a step that is a command; its outputs are in the artifact store when this resolves. */
export async function executeExternal(
  task: StepTask,
  call: ExternalCall,
): Promise<Record<string, StoredContent>> {
  const { artifactStore: store, signal } = call.surroundings;
  // Synchronous where it is quicker than a way through the pool of threads.
  const folder = mkdtempSync(join(await call.context.temporaryFolder(), "step-"));
  const { inputs: declared } = call.external;
  const inputs = await inputFiles(task, { folder, store, signal, declared });
  const start = startMessage(task, call, { folder, inputs: inputs.files });
  signal.throwIfAborted();
  const heard = new Heard(call, task);
  const launch = await launchOf(call, start);
  const verdict = await talk(launch, call, heard);
  signal.throwIfAborted();
  throwFailure(verdict, call, { launch, heard });
  await inputs.assertUnchanged();
  return takeOutputs(launch.start, call, heard);
}

function startMessage(
  task: StepTask,
  { context, definition, external }: ExternalCall,
  { folder, inputs }: Pick<StartMessage, "folder" | "inputs">,
): StartMessage {
  const places = join(folder, "outputs");
  mkdirSync(places);
  const outputs = outputNames(definition).map((name): [string, OutputPlace] => {
    const materializer = definition.outputs?.[name]?.name ?? "auto";
    const path = join(places, encodeURIComponent(name));
    const isDeclared = definition.outputs !== undefined;
    return [name, { path, materializer, format: outputFormat(materializer), declared: isDeclared }];
  });
  const { run, step, pipeline, attempt } = task;
  return {
    type: "start",
    protocol: PROTOCOL_VERSION,
    run,
    step,
    pipeline,
    attempt,
    params: JSON.parse(encodeJson(context.params ?? {})),
    inputs,
    outputs: Object.fromEntries(outputs),
    folder,
    heartbeat_seconds: heartbeatOf(external),
    mark: randomUUID(),
  };
}

/** Often enough for who waits for it. */
function heartbeatOf({ heartbeat_timeout }: ExternalStep): number {
  return Math.min(HEARTBEAT_SECONDS, (heartbeat_timeout ?? Number.POSITIVE_INFINITY) / 4);
}

async function talk(launch: Launch, call: ExternalCall, heard: Heard): Promise<Verdict> {
  const { signal, processes: shared, memory } = call.surroundings;
  const processes = shared ?? new ForeignProcesses();
  const { start, mayBeSilent, warmKey } = launch;
  const { heartbeat_timeout } = call.external;
  const silence = heartbeat_timeout === undefined ? undefined : heartbeat_timeout * 1000;
  try {
    return await processes.use(
      shared === undefined ? undefined : warmKey,
      // One that speaks the protocol hears of the end by itself.
      () =>
        new ForeignProcess({
          ...launch.process,
          memory,
          watch: mayBeSilent ? processes.watch : undefined,
        }),
      async (process) => {
        const printed = heard.printed(start.mark);
        const options = { start, printed, events: heard, signal, mayBeSilent, silence };
        const verdict = await converse(process, options);
        return { result: verdict, isReusable: "isWhole" in verdict && verdict.isWhole };
      },
    );
  } finally {
    heard.end();
    if (shared === undefined) await processes.close();
  }
}

/** What a step says and prints, kept or passed on. */
class Heard implements ConversationEvents {
  readonly outputs = new Map<string, SaidOutput>();
  readonly facts = new Map<string, JsonRecord>();
  readonly lastLines: string[] = [];
  readonly #call: ExternalCall;
  readonly #task: StepTask;
  readonly #budget = new PrintBudget(MOST_PRINTED);

  constructor(call: ExternalCall, task: StepTask) {
    this.#call = call;
    this.#task = task;
  }

  printed(mark: string): Readonly<Record<PrintStream, PrintedLines>> {
    const lines = (stream: PrintStream): PrintedLines =>
      new PrintedLines({ budget: this.#budget, mark, emit: (text) => this.#print(stream, text) });
    return { stdout: lines("stdout"), stderr: lines("stderr") };
  }

  log(level: "debug" | "info" | "warn" | "error", message: string): void {
    if (this.#budget.take(message.length)) this.#call.context.log[level](message);
  }

  metadata({ facts, output }: Parameters<ConversationEvents["metadata"]>[0]): void {
    if (output === undefined) this.#call.context.metadata.step(facts);
    else this.facts.set(output, { ...this.facts.get(output), ...facts });
  }

  output(said: SaidOutput): void {
    this.outputs.set(said.name, said);
  }

  /** Says how much was left out. */
  end(): void {
    const { dropped, limit } = this.#budget;
    if (dropped === 0) return;
    this.#call.context.log.warn(
      `The step printed more than ${sizeText(limit)}; ${sizeText(dropped)} were left out.`,
    );
  }

  #print(stream: PrintStream, text: string): void {
    if (stream === "stderr" && this.lastLines.push(text) > LAST_LINES) this.lastLines.shift();
    this.#call.surroundings.log({ step: this.#task.step.name, stream, text, time: Date.now() });
  }
}

function throwFailure(
  verdict: Verdict,
  { surroundings }: ExternalCall,
  { launch, heard }: { readonly launch: Launch; readonly heard: Heard },
): void {
  const context = {
    step: launch.start.step.name,
    projectRoot: surroundings.projectRoot,
    program: launch.program,
    lastLines: heard.lastLines,
  };
  if (verdict.type === "failed") throw toldFailure(verdict.error, context);
  if (verdict.type === "ended") throw endedFailure(verdict.end, context);
  if (verdict.type === "broken") throw brokenFailure(verdict.reason, context);
}

async function takeOutputs(
  start: StartMessage,
  call: ExternalCall,
  heard: Heard,
): Promise<Record<string, StoredContent>> {
  const step = start.step.name;
  checkNames(start, heard);
  const stored: Record<string, StoredContent> = {};
  for (const [name, place] of Object.entries(start.outputs)) {
    const said = heard.outputs.get(name) ?? silentOutput(name, place);
    if (said === undefined) continue;
    const facts = heard.facts.get(name);
    stored[name] = await takeOutput(said, {
      step,
      output: name,
      call,
      folder: start.folder,
      facts,
    });
  }
  const missing = Object.keys(start.outputs).filter((name) => stored[name] === undefined);
  if (missing.length === 0 || call.definition.outputs === undefined) return stored;
  throw new ZenError("step_failed", `Step '${step}' ended without ${quoted(missing)}.`, {
    hint: missing.map((name) => `Write ${start.outputs[name]?.path ?? name}`).join("; "),
  });
}

/** A command that says nothing has written its outputs where they are expected. */
function silentOutput(name: string, { path }: OutputPlace): SaidOutput | undefined {
  return existsSync(path) ? { type: "output", name, path } : undefined;
}

function checkNames(start: StartMessage, heard: Heard): void {
  const known = Object.keys(start.outputs);
  const said = new Set([...heard.outputs.keys(), ...heard.facts.keys()]);
  const unknown = [...said].filter((name) => !known.includes(name));
  if (unknown.length === 0) return;
  throw new ZenError(
    "step_failed",
    `Step '${start.step.name}' spoke of the outputs ${quoted(unknown)}, which it does not have.`,
    { hint: `Its outputs: ${known.join(", ")}.` },
  );
}

function quoted(names: readonly string[]): string {
  return names.map((name) => `'${name}'`).join(", ");
}
