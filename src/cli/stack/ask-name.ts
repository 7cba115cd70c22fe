import { createInterface } from "node:readline/promises";
import type { Io } from "../framework/io.js";

/** What somebody types in answer; undefined where nobody can, or nothing was typed. */
export async function askName(question: string, io: Io): Promise<string | undefined> {
  if (io.stdin.isTTY !== true) return undefined;
  io.stderr.write(`${question}: `);
  const lines = createInterface({ input: io.stdin, terminal: false });
  try {
    for await (const line of lines) return line.trim() || undefined;
    return undefined;
  } finally {
    lines.close();
  }
}
