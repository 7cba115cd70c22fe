// Values that the type tests wire. Nothing here runs.
import type { Materializer } from "../../src/artifacts/materializer.js";

export interface Table {
  readonly rows: readonly (readonly number[])[];
}
export interface Model {
  readonly weights: readonly number[];
}

export declare const table: Materializer<Table>;
export declare const model: Materializer<Model>;
export declare const verdict: Materializer<"good" | "bad">;
