// Runs one command: parses its words, gives it what it needs, closes what it opened.
import type { Session } from "../../sdk/session.js";
import { Output } from "../output/output.js";
import type { Command } from "./command.js";
import type { Context } from "./context.js";
import { FORMATS } from "./format.js";
import type { Format } from "./format.js";
import type { Io } from "./io.js";
import { parseArguments } from "./parse.js";
import type { Parsed } from "./parse.js";

/** Resolves to the exit code. Errors: whatever the command throws. */
export async function runCommand(
  command: Command,
  words: readonly string[],
  io: Io,
): Promise<number> {
  const { args, flags } = parseArguments(command.spec, words, io.env);
  const { context, close } = createContext(command, flags, io);
  const handler = await command.load();
  try {
    return (await handler(args, flags, context)) ?? 0;
  } finally {
    await close();
  }
}

function createContext(
  { spec }: Command,
  flags: Parsed["flags"],
  io: Io,
): { readonly context: Context; close(): Promise<void> } {
  const own = spec.flags ?? {};
  // A command's own flag of the same name means something else.
  const shared = (name: string) => (Object.hasOwn(own, name) ? undefined : flags[name]);
  const output = new Output(io, {
    format: asFormat(shared("output")),
    quiet: shared("quiet") === true,
    verbose: shared("verbose") === true,
  });
  const overrides = {
    profile: asText(shared("profile")),
    project: asText(shared("project")),
    stack: asText(shared("stack")),
  };
  let session: Promise<Session> | undefined;
  const context: Context = {
    io,
    output,
    now: Date.now,
    overrides,
    openSession: () => (session ??= openSession(context, spec.silent !== true)),
    confirm: async (question, { yes }) => {
      if (yes) return true;
      const { confirm } = await import("./confirm.js");
      return confirm(question, io);
    },
  };
  const close = async () => {
    // One that could not be opened has thrown already.
    const opened = await session?.catch(() => undefined);
    await opened?.close();
  };
  return { context, close };
}

async function openSession({ io, output, overrides }: Context, header: boolean): Promise<Session> {
  const { openSession: open } = await import("../../sdk/session.js");
  return open({
    flags: overrides,
    env: io.env,
    cwd: io.cwd,
    header,
    notice: (text) => output.notice(text),
    warn: (text) => output.warn(text),
  });
}

function asFormat(value: unknown): Format {
  return FORMATS.find((format) => format === value) ?? "table";
}

function asText(value: unknown): string | undefined {
  return typeof value === "string" ? value : undefined;
}
