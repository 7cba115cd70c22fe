// The command line: finds out what is asked and loads only what answers it. It may know the SDK and
// what lies below; drivers, integrations and SQL only through them.
import { VERSION } from "../util/version.js";
import { TABLE } from "./command-table.js";
import { findCommand, wordsAfter } from "./framework/find-command.js";
import type { Found } from "./framework/find-command.js";
import { processIo } from "./framework/io.js";
import type { Io } from "./framework/io.js";

const HELP = ["--help", "-h"];

/** Does what the words say and resolves to the exit code; throws nothing. */
export async function main(argv: readonly string[], io: Io = processIo()): Promise<number> {
  try {
    if (argv[0] === "--version" || argv[0] === "-v") {
      io.stdout.write(`zenml, version ${VERSION}\n`);
      return 0;
    }
    return await dispatch(await findCommand(TABLE, argv), argv, io);
  } catch (error) {
    const { reportError } = await import("./framework/report-error.js");
    return reportError(error, argv, io);
  }
}

/** What the executable calls. */
export async function answer(argv: readonly string[]): Promise<void> {
  process.exitCode = await main(argv);
}

/** The first words, where they name a command or a noun and nothing stands between them. */
export async function wordsOfCommand(
  argv: readonly string[],
): Promise<readonly string[] | undefined> {
  const found = await findCommand(TABLE, argv);
  if (found.kind === "unknown") return undefined;
  const { path } = found;
  return path.every((word, index) => word === argv[index]) ? path : undefined;
}

async function dispatch(found: Found, argv: readonly string[], io: Io): Promise<number> {
  if (wantsHelp(found, argv)) {
    const { helpText } = await import("./framework/help-text.js");
    io.stdout.write(await helpText(TABLE, found));
    return 0;
  }
  if (found.kind === "command") {
    const { runCommand } = await import("./framework/run-command.js");
    return runCommand(found.command, found.rest, io);
  }
  const { unknownCommand } = await import("./framework/unknown-command.js");
  throw unknownCommand(found);
}

/** Asked for with a flag, or by naming a noun and nothing else. */
function wantsHelp(found: Found, argv: readonly string[]): boolean {
  const words = argv.slice(0, argv.includes("--") ? argv.indexOf("--") : argv.length);
  if (found.kind === "unknown") return false;
  if (words.some((word) => HELP.includes(word))) return true;
  if (found.kind === "noun") return true;
  const { spec } = found.command;
  const isNoun = wordsAfter(found.commands, spec.path).length > 0;
  const needsMore = spec.args?.some((arg) => arg.optional !== true) ?? false;
  return isNoun && needsMore && found.rest.length === 0;
}
