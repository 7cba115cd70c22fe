// Outputs of a step read back as what its function returned.
import { html, json, step } from "../../src/public/index.js";
import type { RunView } from "../../src/public/post-execution.js";
import { equal } from "./equal.js";

declare const run: RunView;

const load = step("load", () => [1, 2, 3]);
const split = step("split", { outputs: { big: json<number[]>(), page: html } }, () => {
  throw new Error("only its type counts");
});

const loaded = await run.step(load);
const numbers = await (await loaded.output()).read();
equal<typeof numbers, number[]>(true);

const parts = await (await run.step(split)).outputs();
const big = await parts.big.read();
equal<typeof big, number[]>(true);

// @ts-expect-error -- there is no such output
await (await run.step(split)).output("small");

const unknownValue = await (await (await run.step("load")).output()).read();
equal<typeof unknownValue, unknown>(true);
