// The row of one invocation as it goes from state to state: which changes each move takes, given what
// the store has of it already. What happens quickly is written at once, as one change.
import type { Change } from "../../domain/change.js";
import type { Status } from "../../domain/status.js";
import type { StepRun } from "../../domain/entities/step.js";
import type { Journal } from "../journal/journal.js";
import type { RunRecord } from "./run-record.js";

export interface StepRowParts {
  readonly record: RunRecord;
  readonly journal: Journal;
  /** The store has the row, from when the run was executed before. */
  readonly isStored?: boolean;
}

export class StepRow {
  readonly #parts: StepRowParts;
  #entity: StepRun;
  #isStored: boolean;
  /** Waits in the journal, or was sent. */
  #begun: Change | undefined;
  #attempt: number;

  constructor(entity: StepRun, parts: StepRowParts) {
    this.#entity = entity;
    this.#parts = parts;
    this.#isStored = parts.isStored ?? false;
    // What was begun before counts as an attempt.
    this.#attempt = this.#isStored ? entity.attempt + 1 : entity.attempt;
  }

  get entity(): StepRun {
    return this.#entity;
  }

  get attempt(): number {
    return this.#attempt;
  }

  /** Notes that the attempt is under way; a crash may lose the note. */
  begin(now: string, known: Partial<StepRun> = {}): void {
    if (this.#begun !== undefined) return;
    this.#begun = this.#beginning(now, known);
    this.#parts.journal.later([this.#begun]);
  }

  /** The changes that end it, to be committed together with its outputs. */
  end(status: Status, set: Partial<StepRun>, now: string): readonly Change[] {
    const { journal, record } = this.#parts;
    const begun = this.#begun;
    this.#begun = undefined;
    const isUnseen = begun === undefined || journal.withdraw(begun);
    if (!isUnseen) return [this.#move(status, set)];
    if (this.#isStored) {
      const beginning = begun ?? this.#beginning(now);
      return [beginning, this.#move(status, set)];
    }
    // One row written once, when nobody can have seen that the step was under way.
    const created = record.createStep(this.#entity, status, { ...set, updated: now });
    this.#entity = created.entity;
    this.#isStored = true;
    return [created];
  }

  /** The failed attempt is told, and another one follows. */
  retry(set: Partial<StepRun>, now: string): readonly Change[] {
    const changes = this.end("retrying", set, now);
    this.#attempt += 1;
    return changes;
  }

  #beginning(now: string, known: Partial<StepRun> = {}): Change {
    const { record } = this.#parts;
    if (!this.#isStored) {
      const created = record.createStep(this.#entity, "running", { ...known, started: now });
      this.#entity = created.entity;
      return created;
    }
    const set = { ...known, started: this.#entity.started ?? now, ended: null, failure: null };
    const change = record.beginAgain(this.#entity, { ...set, attempt: this.#attempt });
    this.#entity = { ...this.#entity, ...set, status: "running", attempt: this.#attempt };
    return change;
  }

  #move(status: Status, set: Partial<StepRun>): Change {
    const change = this.#parts.record.moveStep(this.#entity, status, set);
    this.#entity = { ...this.#entity, ...set, status };
    this.#isStored = true;
    return change;
  }
}
