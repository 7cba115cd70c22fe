import type { Context } from "../framework/context.js";
import type { GivenValues } from "./read-values.js";

/** Said where a person types: a shell keeps what they wrote. */
export function noticeHistory({ isInClear }: GivenValues, { io, output }: Context): void {
  if (!isInClear || io.stdin.isTTY !== true) return;
  output.notice(
    "What is typed on the command line stays in the shell's history: -i asks for values unseen.",
  );
}
