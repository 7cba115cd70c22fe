// A run of a test as it was when it ended: its rows, and what it printed and told.
import type { Failure, Run } from "../../domain/entities/run.js";
import { ZenError } from "../../domain/errors.js";
import type { Summary } from "../../domain/resources.js";
import type { Status } from "../../domain/status.js";
import { STEP } from "../../runtime/definition.js";
import type { RunEvent } from "../../runtime/run-events.js";
import type { LogLine } from "../../runtime/step-task.js";
import type { ReadingContext } from "../../sdk/post-execution/reading-context.js";
import type { OutputsOf, StepHandle } from "../../sdk/post-execution/run-view.js";
import { StepView } from "../../sdk/post-execution/step-view.js";
import { nearest } from "../../util/nearest.js";

type Named = Readonly<Record<string, unknown>>;

export interface TestedRunParts {
  readonly context: ReadingContext;
  readonly run: Run;
  readonly rows: readonly Summary<"step">[];
  readonly events: readonly RunEvent[];
  readonly error: unknown;
}

export class TestedRun {
  readonly #parts: TestedRunParts;

  constructor(parts: TestedRunParts) {
    this.#parts = parts;
  }

  get id(): string {
    return this.#parts.run.id;
  }

  get name(): string {
    return this.#parts.run.name;
  }

  /** `interrupted` when the process died, or could not record how the run ended. */
  get status(): Status | "interrupted" {
    const { status } = this.#parts.run;
    return status === "running" ? "interrupted" : status;
  }

  /** That of the first step that failed. */
  get failure(): Failure | null {
    return this.#parts.run.failure;
  }

  /** What ended the engine itself, when a fault of the store did; no failed step does. */
  get error(): unknown {
    return this.#parts.error;
  }

  /** All that was recorded of the run. */
  get row(): Run {
    return this.#parts.run;
  }

  /** The rows of steps, of maps and of their items, in the order of the graph. */
  get rows(): readonly Summary<"step">[] {
    return this.#parts.rows;
  }

  /** What the run told whoever watched it. */
  get events(): readonly RunEvent[] {
    return this.#parts.events;
  }

  get logs(): readonly LogLine[] {
    return this.events.flatMap((event) => (event.type === "log" ? [event.line] : []));
  }

  /**
   * By the step itself, its outputs typed, or by name: `train_2`, or `train[3]` of an item.
   * Errors: `not_found`, naming the steps that have a row.
   */
  step<Handle extends StepHandle>(step: Handle): TestedStep<OutputsOf<Handle>>;
  step(name: string): TestedStep;
  step(which: string | StepHandle): TestedStep {
    const name = typeof which === "string" ? which : which[STEP].name;
    const row = this.rows.find((one) => one.name === name);
    if (row !== undefined) return this.#stepOf(row);
    const names = this.rows.map((one) => one.name);
    const close = nearest(name, names);
    throw new ZenError("not_found", `Nothing happened to a step '${name}' in run '${this.name}'.`, {
      hint: close === undefined ? `There are: ${names.join(", ")}.` : `Did you mean '${close}'?`,
    });
  }

  #stepOf(row: Summary<"step">): TestedStep {
    const { context, rows } = this.#parts;
    return new TestedStep(new StepView(context, row), {
      lines: this.logs.filter(({ step }) => step === row.name),
      items: () =>
        rows.filter(({ map_name }) => map_name === row.name).map((item) => this.#stepOf(item)),
    });
  }
}

interface StepSurroundings {
  readonly lines: readonly LogLine[];
  readonly items: () => readonly TestedStep[];
}

/** One step of a run. `Outputs` says what each output reads back as. */
export class TestedStep<Outputs extends Named = Named> {
  readonly #view: StepView<Outputs>;
  readonly #surroundings: StepSurroundings;

  constructor(view: StepView<Outputs>, surroundings: StepSurroundings) {
    this.#view = view;
    this.#surroundings = surroundings;
  }

  get row(): Summary<"step"> {
    return this.#view.entity;
  }

  get name(): string {
    return this.row.name;
  }

  get status(): Status {
    return this.row.status;
  }

  /** How often it was tried. */
  get attempt(): number {
    return this.row.attempt;
  }

  get failure(): Failure | null {
    return this.row.failure;
  }

  get parameters(): Summary<"step">["parameters"] {
    return this.row.parameters;
  }

  /** What it noted on itself. */
  get metadata(): Summary<"step">["metadata"] {
    return this.row.metadata;
  }

  /** The lines that it printed or logged. */
  get logs(): readonly string[] {
    return this.#surroundings.lines.map(({ text }) => text);
  }

  /** Of a map: the rows of its items. */
  get items(): readonly TestedStep[] {
    return this.#surroundings.items();
  }

  /** The value of the output of this name. Errors: `not_found`, naming the outputs that there are. */
  async output<Name extends keyof Outputs & string>(name: Name): Promise<Outputs[Name]>;
  /** The value of its only output. Errors: `not_found` when there is none, `ambiguous` with several. */
  async output(): Promise<Outputs[keyof Outputs]>;
  async output(name?: keyof Outputs & string): Promise<unknown> {
    const artifact = await (name === undefined ? this.#view.output() : this.#view.output(name));
    return artifact.read();
  }
}
