import { relative, resolve } from "node:path";
import type { Message } from "esbuild";
import { ZenError } from "../../../domain/errors.js";

export interface CompileErrorOptions {
  readonly file: string;
  readonly projectRoot: string;
  readonly cwd: string;
}

/** Everything that the bundler complains about, each with its place and its line. */
export function compileError(error: unknown, options: CompileErrorOptions): unknown {
  const messages = messagesOf(error);
  if (messages.length === 0) return error;
  const file = relative(options.cwd, options.file) || options.file;
  const count = messages.length === 1 ? "1 error" : `${messages.length} errors`;
  const lines = messages.map((message) => described(message, options));
  return new ZenError(
    "pipeline_file_invalid",
    [`'${file}' does not compile: ${count}.`, ...lines].join("\n"),
    { hint: hintFor(messages), details: { errors: messages.map((one) => details(one, options)) } },
  );
}

function messagesOf(error: unknown): readonly Message[] {
  const isFailure = error instanceof Error && "errors" in error && Array.isArray(error.errors);
  return isFailure ? (error.errors as Message[]) : []; // what the bundler's failures carry
}

function described(message: Message, options: CompileErrorOptions): string {
  const { location } = message;
  if (location === null) return `  ${message.text}`;
  const margin = `${location.line} | `.padStart(8);
  const marker = " ".repeat(margin.length + location.column) + "^";
  return [
    `  ${place(location, options)}: ${message.text}`,
    `  ${margin}${location.lineText}`,
    `  ${marker}`,
  ].join("\n");
}

type Location = NonNullable<Message["location"]>;

function place(location: Location, options: CompileErrorOptions): string {
  const file = relative(options.cwd, resolve(options.projectRoot, location.file));
  return `${file}:${location.line}:${location.column + 1}`;
}

function details(message: Message, options: CompileErrorOptions): object {
  const { text, location } = message;
  if (location === null) return { message: text };
  const { line, column, lineText } = location;
  const file = resolve(options.projectRoot, location.file);
  return { message: text, file, line, column: column + 1, line_text: lineText };
}

function hintFor(messages: readonly Message[]): string {
  if (messages.some(({ text }) => text.startsWith("No loader is configured"))) {
    return 'Read data files when the step runs: readFile(new URL("./data.csv", import.meta.url)).';
  }
  return "Correct what is marked above, then run the command again.";
}
