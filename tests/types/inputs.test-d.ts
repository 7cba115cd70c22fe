import { step } from "../../src/public/index.js";
import type { Ref } from "../../src/public/index.js";
import { equal, use } from "./equal.js";
import type { Model, Table } from "./fixtures.js";

const load = step("load", (): Table => ({ rows: [[1]] }));
const loadLater = step("load_later", async (): Promise<Table> => ({ rows: [] }));
const count = step("count", ({ data }: { data: Table }) => data.rows.length);
const print = step("print", ({ text }: { text: string }) => {
  use(text);
});
const both = step(
  "both",
  ({ left, right }: { left: number; right?: number }) => left + (right ?? 0),
);

// One output is a Ref of what the function returns, awaited.
const data = load();
equal<typeof data, Ref<Table>>(true);
equal<ReturnType<typeof loadLater>, Ref<Table>>(true);
const rows = count({ data });
equal<typeof rows, Ref<number>>(true);
const printed = print({ text: "a" });
equal<typeof printed, Ref<void>>(true);

// An input is the value or a Ref of it.
count({ data: loadLater() });
count({ data: { rows: [] } });
both({ left: rows, right: 2 });
both({ left: 1 });

// @ts-expect-error a Ref of another type
print({ text: rows });
// @ts-expect-error a value of another type
print({ text: 1 });
// @ts-expect-error a missing input
count({});
// @ts-expect-error no inputs at all
count();
// @ts-expect-error an unknown input
count({ data, date: data });
// @ts-expect-error a positional input
count(data);
// @ts-expect-error a step without inputs takes none
load({ data });
load({});

// A Ref cannot be used as the value that it stands for.
// @ts-expect-error a property of the value
use(data.rows);
// @ts-expect-error arithmetic
use(rows + 1);
// @ts-expect-error comparison
use(rows > 1);
// @ts-expect-error where a value is wanted
const value: number = rows;
// @ts-expect-error a method of the value
use(rows.toFixed());
// @ts-expect-error iteration
use([...data]);
// @ts-expect-error outputs that are not declared
const { train } = load();
use(value, train);

// Inputs of any number: a record.
const best = step("best", (models: Record<string, Model>) => Object.keys(models)[0] ?? "none");
const train_one = step("train", (): Model => ({ weights: [] }));
const candidates: Record<string, Ref<Model>> = { small: train_one(), large: train_one() };
equal<ReturnType<typeof best>, Ref<string>>(true);
best(candidates);
best({ one: train_one(), two: { weights: [1] } });
// @ts-expect-error one of a wrong type
best({ one: data });

// A wider input takes a narrower Ref, not the other way round.
const wide = step("wide", ({ id }: { id: string | number }) => id);
wide({ id: rows });
// @ts-expect-error the Ref may hold a number
print({ text: wide({ id: 1 }) });

// What cannot be a step.
// @ts-expect-error a positional parameter
step("bad", (numbers: number[]) => numbers.length);
// @ts-expect-error a primitive parameter
step("bad", (size: number) => size);
// @ts-expect-error inputs need a type
step("bad", ({ size }) => size);

// Only a function that looks at its context needs one.
equal<ReturnType<typeof load.fn>, Table>(true);
use(load.fn(), count.fn({ data: { rows: [] } }));
// @ts-expect-error `.fn` takes values
count.fn({ data });
