import type { Failure } from "../domain/entities/run.js";
import { cellText } from "./output/cell-text.js";

/** What failed and where, as lines: the message, then the place in the person's source. */
export function showFailure(what: string, failure: Failure): string {
  const message = cellText(`${failure.name}: ${failure.message}`, { lines: true });
  const place =
    failure.location === null ? [] : [`  at ${cellText(failure.location, { lines: false })}`];
  return [`${what} failed: ${message}`, ...place].join("\n");
}
