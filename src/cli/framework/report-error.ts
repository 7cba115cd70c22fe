// Tells a person what went wrong: their own mistakes with a way out, ours with a file to send.
import { mkdirSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { configPaths } from "../../config/paths.js";
import { exitCode, isZenError } from "../../domain/errors.js";
import { VERSION } from "../../util/version.js";
import { cellText } from "../output/cell-text.js";
import { painter, usesColor } from "../output/color.js";
import type { Io } from "./io.js";
import { withSourcePositions } from "./own-positions.js";

/** Prints the error and returns the exit code that goes with it. */
export function reportError(error: unknown, argv: readonly string[], io: Io): number {
  const paint = painter(usesColor(io.env, io.stderr.isTTY === true));
  const say = (text: string) => io.stderr.write(`${text}\n`);
  if (isZenError(error) && error.code !== "internal") {
    say(`${paint("Error:", "red")} ${printable(error.message)}`);
    if (error.hint !== undefined) say(`${paint("Hint:", "cyan")} ${printable(error.hint)}`);
    return exitCode(error.code);
  }
  const message = (error instanceof Error ? error.message : String(error)).split("\n")[0];
  say(`${paint("Error:", "red")} Something unexpected happened: ${message}`);
  const file = writeTrace(error, argv, io.env);
  if (file !== undefined) say(`${paint("Hint:", "cyan")} The details are in ${file}`);
  return exitCode("internal");
}

/** What was typed may be part of it, and a terminal obeys what it reads. */
function printable(text: string): string {
  return cellText(text, { lines: true });
}

/** Undefined when it cannot be written anywhere: there is no one left to tell. */
function writeTrace(
  error: unknown,
  argv: readonly string[],
  env: NodeJS.ProcessEnv,
): string | undefined {
  const time = new Date().toISOString();
  const name = `${time.replace(/[:.]/g, "-")}-${process.pid}.txt`;
  const text = [
    `zenml ${VERSION}, Node.js ${process.versions.node}, ${process.platform} ${process.arch}`,
    time,
    `zenml ${withoutValues(argv).join(" ")}`,
    "",
    traceOf(error),
    "",
  ].join("\n");
  // With a store from the environment, nothing is written into the settings folder.
  const folders = env["ZENML_STORE_URL"] ? [] : [configPaths(env).traces];
  for (const folder of [...folders, join(tmpdir(), "zenml-traces")]) {
    try {
      mkdirSync(folder, { recursive: true });
      writeFileSync(join(folder, name), text, { mode: 0o600, flag: "wx" });
      return join(folder, name);
    } catch {
      continue;
    }
  }
  return undefined;
}

/** The value of a flag or of an attribute may be a password. */
function withoutValues(argv: readonly string[]): string[] {
  return argv.map((word, index) => {
    if (word.startsWith("-") || word.includes("=")) return word.replace(/=.*/s, "=…");
    const before = argv[index - 1] ?? "";
    return before.startsWith("-") && !before.includes("=") ? "…" : word;
  });
}

function traceOf(error: unknown): string {
  const seen: string[] = [];
  for (let each = error; each !== undefined && seen.length < 10;) {
    const text = each instanceof Error ? (each.stack ?? String(each)) : String(each);
    seen.push(withSourcePositions(text));
    each = each instanceof Error ? each.cause : undefined;
  }
  return seen.join("\nCaused by: ");
}
