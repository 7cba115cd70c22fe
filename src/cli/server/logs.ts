import { watch } from "node:fs";
import { ZenError } from "../../domain/errors.js";
import { findLocalServer } from "../../sdk/servers/local-server.js";
import type { LocalServer } from "../../sdk/servers/local-server.js";
import { lastLines, linesOf, readFrom, sizeOf } from "../../sdk/servers/server-log-file.js";
import { containerLogs } from "../../sdk/servers/container-engine.js";
import { configPaths } from "../../config/paths.js";
import type { FlagsOf, Handler } from "../framework/command.js";
import type { Context } from "../framework/context.js";
import { readLogLine, showLogLine } from "./log-line.js";
import type { logsSpec } from "./specs.js";
import { untilStopped } from "./until-stopped.js";

type Flags = FlagsOf<typeof logsSpec>;

export const handler: Handler<typeof logsSpec> = async (_args, flags, context) => {
  const { io, output } = context;
  const server = await findLocalServer(configPaths(io.env));
  if (server === undefined || (sizeOf(server.log) === 0 && server.container === null)) {
    throw noLog();
  }
  if (!server.isRunning) output.notice("The local ZenML server is not running. It wrote:");
  if (server.container !== null) return printContainerLogs(server, flags, context);
  const before = sizeOf(server.log);
  const lines = lastLines(server.log, flags.tail);
  const isForPrograms = output.format !== "table" && !flags.follow;
  if (isForPrograms) {
    return output.list({
      columns: [{ key: "line", value: (line) => line }],
      rows: lines.map(readLogLine),
      empty: "",
    });
  }
  print(lines, flags, context);
  if (flags.follow) await follow(server, before, { flags, context });
};

function print(lines: readonly string[], { raw }: Flags, { output }: Context): void {
  for (const line of lines) {
    output.line(raw || output.format !== "table" ? line : showLogLine(line));
  }
}

/** How often the file is looked at besides what the system tells of it. */
const LOOK_EVERY = 250;

async function follow(
  server: LocalServer,
  from: number,
  { flags, context }: { readonly flags: Flags; readonly context: Context },
): Promise<void> {
  let offset = from;
  const look = () => {
    // It was put aside: a new one begins.
    if (sizeOf(server.log) < offset) offset = 0;
    const { text, end } = readFrom(server.log, offset);
    offset = end;
    print(linesOf(text), flags, context);
  };
  look();
  const watcher = watch(server.log, look).on("error", () => undefined);
  const timer = setInterval(look, LOOK_EVERY);
  try {
    await untilStopped();
  } finally {
    clearInterval(timer);
    watcher.close();
  }
}

async function printContainerLogs(
  { container }: LocalServer,
  flags: Flags,
  context: Context,
): Promise<void> {
  if (container === null) return;
  const { follow: goOn, tail } = flags;
  await containerLogs(container, {
    follow: goOn,
    tail,
    onLine: (line) => print([line], flags, context),
  });
}

function noLog(): ZenError {
  return new ZenError("not_found", "The local ZenML dashboard is not running, and never was.", {
    hint: "Start it: zenml up",
  });
}
