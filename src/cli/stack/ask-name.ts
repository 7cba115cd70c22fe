import { Prompt } from "../framework/prompt.js";
import type { Io } from "../framework/io.js";

/** What somebody types in answer; undefined where nobody can, or nothing was typed. */
export async function askName(question: string, io: Io): Promise<string | undefined> {
  if (io.stdin.isTTY !== true) return undefined;
  const prompt = new Prompt(io, "Name another stack.");
  try {
    return (await prompt.ask(question)).trim() || undefined;
  } finally {
    prompt.close();
  }
}
