import * as z from "zod";
import { pipeline, step } from "../../src/public/index.js";
import type { Collection, Ref } from "../../src/public/index.js";
import { equal, use } from "./equal.js";
import { model, table } from "./fixtures.js";
import type { Model, Table } from "./fixtures.js";

const files = step("files", (): string[] => ["a.csv"]);
const floats = step("floats", () => new Float64Array(3));
const base = step("base", (): Model => ({ weights: [] }));
const read = step("read", ({ file }: { file: string }): Table => ({ rows: [[file.length]] }));
const fit = step(
  "fit",
  { params: z.object({ trees: z.int() }), outputs: { model, table } },
  ({ data, from, note }: { data: Table; from: Model; note?: string }) => {
    use(note);
    return { model: from, table: data };
  },
);
const double = step("double", ({ size }: { size: number }) => size * 2);
const sum = step("sum", ({ sizes }: { sizes: number[] }) => sizes.length);
const lazySum = step("lazy_sum", ({ sizes }: { sizes: Collection<number> }) => sizes.length);

// A map gives all results, as an array or lazily.
const tables = read.map({ file: files() });
equal<typeof tables, Ref<Table[]>>(true);
const lazily = read.map({ file: files() }, { collect: "lazy" });
equal<typeof lazily, Ref<Collection<Table>>>(true);
sum({ sizes: double.map({ size: [1, 2] }) });
lazySum({ sizes: double.map({ size: [1, 2] }, { collect: "lazy" }) });
// @ts-expect-error a collection is no array
sum({ sizes: double.map({ size: [1, 2] }, { collect: "lazy" }) });

// Over an array, a typed array, or what another map collected.
const doubled = double.map({ size: floats() });
equal<typeof doubled, Ref<number[]>>(true);
double.map({ size: double.map({ size: double.map({ size: [1] }, { collect: "lazy" }) }) });
// @ts-expect-error elements of another type
read.map({ file: floats() });
// @ts-expect-error a literal of another type
read.map({ file: [1] });
// @ts-expect-error not a collection
read.map({ file: "a.csv" });
// @ts-expect-error an input that does not exist
read.map({ fiel: files() });

// What is not mapped goes into `inputs`; params as in a call.
const fitted = fit.map({ data: tables }, { inputs: { from: base() }, params: { trees: 3 } });
equal<typeof fitted.model, Ref<Model[]>>(true);
equal<typeof fitted.table, Ref<Table[]>>(true);
fit.map({ data: tables, from: fitted.model }, { params: { trees: 1 } });
fit.map(
  { data: tables, from: fitted.model },
  {
    inputs: { note: "a" },
    params: { trees: 1 },
    name: "fits",
    concurrency: 2,
    failure_policy: "continue",
    after: tables,
  },
);
// @ts-expect-error a required input is missing
fit.map({ data: tables }, { params: { trees: 3 } });
// @ts-expect-error params are missing
fit.map({ data: tables }, { inputs: { from: base() } });
// @ts-expect-error options are missing
fit.map({ data: tables });
// @ts-expect-error an input of another type
fit.map({ data: tables }, { inputs: { from: tables }, params: { trees: 3 } });
// @ts-expect-error mapped and given
fit.map({ data: tables, from: fitted.model }, { inputs: { data: tables }, params: { trees: 3 } });
// @ts-expect-error nothing is left
read.map({ file: files() }, { inputs: { file: "a" } });
// @ts-expect-error a mistyped option
read.map({ file: files() }, { concurency: 2 });
// @ts-expect-error a wrong word
read.map({ file: files() }, { collect: "all" });

// What a pipeline wires can be mapped too, over some of its inputs.
const one = pipeline("one", (_, { file, from }: { file: Ref<string>; from: Ref<Model> }) => {
  const data = read({ file });
  return { data, fitted: fit({ data, from }, { params: { trees: 1 } }).model };
});
const all = one.map({ file: files() }, { inputs: { from: base() } });
equal<typeof all.data, Ref<Table[]>>(true);
equal<typeof all.fitted, Ref<Model[]>>(true);
// @ts-expect-error an input is missing
one.map({ file: files() });
// @ts-expect-error elements of another type
one.map({ file: floats() }, { inputs: { from: base() } });
