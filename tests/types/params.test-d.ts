import * as z from "zod";
import * as mini from "zod/mini";
import type { StandardSchemaV1 } from "@standard-schema/spec";
import { step, testContext } from "../../src/public/index.js";
import type { Params, Ref, StepContext } from "../../src/public/index.js";
import { equal, use } from "./equal.js";
import type { Table } from "./fixtures.js";

declare const data: Ref<Table>;

const schema = z.object({
  trees: z.int(),
  depth: z.int().default(3),
  since: z.coerce.date().optional(),
  note: z
    .string()
    .transform((text) => text.length)
    .default(0),
});
const train = step("train", { params: schema }, ({ data: rows }: { data: Table }, { params }) => {
  equal<typeof params.depth, number>(true);
  equal<typeof params.since, Date | undefined>(true);
  equal<typeof params.note, number>(true);
  // @ts-expect-error a param that the schema does not have
  use(params.tress);
  return rows.rows.length + params.trees;
});
equal<Params<typeof schema>["depth"], number>(true);

// Keys with a default may be left out; the input type of the schema is what is given.
train({ data }, { params: { trees: 3 } });
train({ data }, { params: { trees: 3, depth: 1, note: "ab" } });

// @ts-expect-error no params
train({ data });
// @ts-expect-error options without params
train({ data }, { name: "train_big" });
// @ts-expect-error a missing param
train({ data }, { params: {} });
// @ts-expect-error a param of a wrong type
train({ data }, { params: { trees: "3" } });
// @ts-expect-error what the schema yields is not what it takes
train({ data }, { params: { trees: 3, note: 2 } });
// @ts-expect-error an unknown param
train({ data }, { params: { trees: 3, dept: 2 } });
// @ts-expect-error a Ref is no param
train({ data }, { params: { trees: step("three", () => 3)() } });

// Without required params the options may be left out.
const scale = step(
  "scale",
  { params: z.object({ by: z.number().default(2) }) },
  (_, { params }) => params.by,
);
scale();
scale({}, { params: { by: 3 }, name: "scale_big" });

// Without a schema there are none.
const plain = step("plain", (_, { params }) => {
  // @ts-expect-error nothing is declared
  use(params.trees);
});
plain();
plain({}, {});
// @ts-expect-error nothing is declared
plain({}, { params: { trees: 3 } });
// @ts-expect-error a context of params that nobody declares
step("bad", (_, { params }: StepContext<{ trees: number }>) => params.trees);

// Params given early may be left out later.
const trained = train.with({ params: { trees: 10 } });
trained({ data });
trained({ data }, { params: { depth: 1 } });
trained({ data }, { params: { trees: 5 } });
// @ts-expect-error an unknown param
train.with({ params: { tress: 1 } });
// @ts-expect-error a param of a wrong type
train.with({ params: { trees: "1" } });

// Any Standard Schema will do, as long as it takes an object.
const small = step(
  "small",
  { params: mini.object({ size: mini.number() }) },
  (_, { params }) => params.size,
);
small({}, { params: { size: 1 } });
declare const foreign: StandardSchemaV1<{ size?: number }, { size: number }>;
const other = step("other", { params: foreign }, (_, { params }) => params.size);
equal<ReturnType<typeof other>, Ref<number>>(true);
other();
// @ts-expect-error a schema of something else than an object
step("bad", { params: z.number() }, () => 1);
// @ts-expect-error no schema
step("bad", { params: { trees: 3 } }, () => 1);
// @ts-expect-error a mistyped option
step("bad", { param: schema }, () => 1);

// A unit test calls the function with a context of its own.
use(scale.fn({}, testContext({ by: 2 })), plain.fn({}, testContext()));
// @ts-expect-error a context without its params
scale.fn({}, testContext());
