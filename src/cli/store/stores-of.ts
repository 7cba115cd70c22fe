import { Stores } from "../../sdk/stores/stores.js";
import type { TransferProgress } from "../../sdk/stores/transfer.js";
import type { Context } from "../framework/context.js";

export function storesOf({ io, output, overrides }: Context): Stores {
  return new Stores(
    { flags: overrides, env: io.env, cwd: io.cwd },
    { notice: (text) => output.notice(text), warn: (text) => output.warn(text) },
  );
}

const STEP = 1000;

/** A line for every thousand, and one at the end. */
export function progressLines({ output }: Context): (progress: TransferProgress) => void {
  let next = STEP;
  return ({ written, total }) => {
    if (written < next && written < total) return;
    next = (Math.floor(written / STEP) + 1) * STEP;
    output.notice(`Wrote ${written.toLocaleString("en")} of ${total.toLocaleString("en")}.`);
  };
}
