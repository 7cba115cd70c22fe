import * as z from "zod";
import { step } from "../../src/public/index.js";
import type { Ref } from "../../src/public/index.js";
import { equal, use } from "./equal.js";
import { model, table, verdict } from "./fixtures.js";
import type { Model, Table } from "./fixtures.js";

const split = step(
  "split",
  { params: z.object({ share: z.number().default(0.2) }), outputs: { train: table, test: table } },
  ({ data }: { data: Table }, { params }) => ({
    train: { rows: data.rows.slice(params.share) },
    test: { rows: [] },
  }),
);
const fit = step("fit", { outputs: { model, verdict } }, async ({ train }: { train: Table }) => ({
  model: { weights: train.rows.flat() },
  verdict: "good",
}));

// Declared outputs are a record of Refs, typed by the materializers.
const parts = split({ data: { rows: [] } });
equal<keyof typeof parts, "train" | "test">(true);
equal<typeof parts.train, Ref<Table>>(true);
const fitted = fit({ train: parts.train });
equal<typeof fitted.model, Ref<Model>>(true);
equal<typeof fitted.verdict, Ref<"good" | "bad">>(true);
// @ts-expect-error an output that does not exist
use(parts.tset);
// @ts-expect-error all outputs where one is wanted
fit({ train: parts });
// @ts-expect-error an output of another type
fit({ train: fitted.model });

// What the function returns is checked against them.
// @ts-expect-error a value of a wrong type
step("bad", { outputs: { model } }, () => ({ model: 1 }));
// @ts-expect-error a wrong literal
step("bad", { outputs: { verdict } }, () => ({ verdict: "so so" }));
// @ts-expect-error a missing output
step("bad", { outputs: { model, verdict } }, () => ({ verdict: "good" }));
// @ts-expect-error an output that is not declared
step("bad", { outputs: { verdict } }, () => ({ verdict: "good", model: 1 }));
// @ts-expect-error no outputs at all
step("bad", { outputs: { verdict } }, () => "good");
// @ts-expect-error the same of an async function
step("bad", { outputs: { model } }, async () => ({ model: "m" }));
// @ts-expect-error not a materializer
step("bad", { outputs: { model: "json" } }, () => ({ model: 1 }));

// A function that always throws returns anything.
step("broken", { outputs: { model } }, () => {
  throw new Error("broken");
});

// `after` takes what a step call returned, one or several.
const log = step("log", () => {});
const done = log();
log({}, { after: done });
log({}, { after: [done, parts, fitted.model], name: "log_last" });
// @ts-expect-error not a step call
log({}, { after: "load" });
// @ts-expect-error the step itself
log({}, { after: log });
