// What is to be done with a database, one statement after the other, without saying when: SQLite answers
// in the same turn, a server after a while. So rules that need several statements are written once.
import { paramsOf } from "./statements/compile.js";
import type { Statement } from "./statements/compile.js";
import type { SqlRow } from "./sql-value.js";

export interface Ask {
  readonly kind: "read" | "write";
  readonly sql: string;
  readonly params: readonly unknown[];
}

/** Rows of a `read`, how many rows a `write` changed; the other one is empty. */
export interface Answer {
  readonly rows: readonly SqlRow[];
  readonly changed: number;
}

export type Steps<Result> = Generator<Ask, Result, Answer>;

export function* read<Input>(
  { sql, slots }: Statement<Input>,
  input: Input,
): Steps<readonly SqlRow[]> {
  const { rows } = yield { kind: "read", sql, params: paramsOf({ sql, slots }, input) };
  return rows;
}

/** How many rows were changed. */
export function* write<Input>({ sql, slots }: Statement<Input>, input: Input): Steps<number> {
  const { changed } = yield { kind: "write", sql, params: paramsOf({ sql, slots }, input) };
  return changed;
}

/** For a database that answers at once. What it throws is thrown where the step was asked for. */
export function takeSteps<Result>(steps: Steps<Result>, answer: (ask: Ask) => Answer): Result {
  let next = steps.next();
  while (next.done !== true) next = step(steps, next.value, answer);
  return next.value;
}

function step<Result>(
  steps: Steps<Result>,
  ask: Ask,
  answer: (ask: Ask) => Answer,
): IteratorResult<Ask, Result> {
  let found: Answer;
  try {
    found = answer(ask);
  } catch (error) {
    return steps.throw(error);
  }
  return steps.next(found);
}

/** For a database that answers later. */
export async function takeStepsLater<Result>(
  steps: Steps<Result>,
  answer: (ask: Ask) => Promise<Answer>,
): Promise<Result> {
  let next = steps.next();
  while (next.done !== true) {
    const found = await answer(next.value).then(
      (value) => ({ value }),
      (error: unknown) => ({ error }),
    );
    next = "value" in found ? steps.next(found.value) : steps.throw(found.error);
  }
  return next.value;
}
