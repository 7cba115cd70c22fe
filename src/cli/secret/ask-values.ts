import type { Io } from "../framework/io.js";
import { Prompt } from "../framework/prompt.js";
import type { Values } from "./read-values.js";

const HINT = "Give the values as --KEY=VALUE, --KEY=@FILE or --KEY=@- for stdin.";

/**
 * The values of these keys, or of keys that are asked for too; an empty answer leaves a key out.
 * @param empty what that means, e.g. `none`
 */
export async function askValues(keys: readonly string[], empty: string, io: Io): Promise<Values> {
  const prompt = new Prompt(io, HINT);
  try {
    return keys.length === 0 ? await askKeys(prompt) : await askEach(keys, empty, prompt);
  } finally {
    prompt.close();
  }
}

async function askEach(keys: readonly string[], empty: string, prompt: Prompt): Promise<Values> {
  const values = new Map<string, string>();
  for (const key of keys) {
    const value = await prompt.ask(`${key} (empty: ${empty})`, { hidden: true });
    if (value !== "") values.set(key, value);
  }
  return Object.fromEntries(values);
}

async function askKeys(prompt: Prompt): Promise<Values> {
  const values = new Map<string, string>();
  for (;;) {
    const key = (await prompt.ask("Key (empty: no more)")).trim();
    if (key === "") return Object.fromEntries(values);
    values.set(key, await prompt.ask(`Value of ${key}`, { hidden: true }));
  }
}
