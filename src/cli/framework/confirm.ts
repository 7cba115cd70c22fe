// Asks before something is lost; only where somebody can answer.
import { createInterface } from "node:readline/promises";
import { ZenError } from "../../domain/errors.js";
import type { Io } from "./io.js";

/** Errors: `needs_confirmation` when there is no terminal to answer on. */
export async function confirm(question: string, io: Io): Promise<boolean> {
  if (io.stdin.isTTY !== true) {
    throw new ZenError("needs_confirmation", `${question} Nobody can answer here.`, {
      hint: "Add --yes to go ahead without being asked.",
    });
  }
  io.stderr.write(`${question} [y/N]: `);
  const isYes = /^\s*y(?:es)?\s*$/i.test(await readLine(io));
  if (!isYes) io.stderr.write("Aborted!\n");
  return isYes;
}

async function readLine(io: Io): Promise<string> {
  const lines = createInterface({ input: io.stdin, terminal: false });
  try {
    for await (const line of lines) return line;
    return "";
  } finally {
    lines.close();
  }
}
