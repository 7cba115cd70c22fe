import type { Io } from "../framework/io.js";
import { Prompt } from "../framework/prompt.js";

/** Errors: `needs_confirmation` where there is no terminal, `invalid_input` when it is broken off. */
export async function askPassword(user: string, io: Io): Promise<string> {
  return ask(`Password for user ${user}`, io);
}

export async function askNewPassword(user: string, io: Io): Promise<string> {
  return ask(`New password for user ${user}`, io);
}

async function ask(question: string, io: Io): Promise<string> {
  const prompt = new Prompt(io, "Give it with ZENML_STORE_PASSWORD.");
  try {
    return await prompt.ask(question, { hidden: true });
  } finally {
    prompt.close();
  }
}
