// The values of a secret as they are given: words of the command line, files, stdin.
import { readFile } from "node:fs/promises";
import { resolve } from "node:path";
import { ZenError } from "../../domain/errors.js";
import type { Attribute } from "../framework/command.js";
import type { Io } from "../framework/io.js";
import { splitPairs } from "../split-pairs.js";

export type Values = Readonly<Record<string, string>>;

export interface GivenValues {
  readonly values: Values;
  /** Whether one stood on the command line as it is. */
  readonly isInClear: boolean;
}

/** Errors: `invalid_argument` with all problems. */
export async function readValues(
  attributes: readonly Attribute[],
  words: readonly string[],
  io: Io,
): Promise<GivenValues> {
  const { pairs: bare, problems } = splitPairs(words);
  const pairs = [...attributes, ...bare];
  const values = new Map<string, string>();
  const found = [...problems];
  let isStdinRead = false;
  for (const { key, value } of pairs) {
    if (value === undefined) {
      found.push(`--${key} needs its value in the same word: --${key}=VALUE`);
      continue;
    }
    if (values.has(key)) found.push(`--${key} is given twice`);
    if (value === "@-" && isStdinRead) found.push(`--${key}=@-: stdin can be read only once`);
    if (value === "@-") isStdinRead = true;
    const read = await readValue(key, value, io);
    if ("problem" in read) found.push(read.problem);
    else values.set(key, read.text);
  }
  if (found.length > 0) throw argumentError(found);
  const isInClear = pairs.some(({ value = "" }) => !isElsewhere(value) && value !== "");
  return { values: Object.fromEntries(values), isInClear };
}

function isElsewhere(value: string): boolean {
  return value.startsWith("@") && !value.startsWith("@@");
}

async function readValue(
  key: string,
  value: string,
  { stdin, cwd }: Io,
): Promise<{ readonly text: string } | { readonly problem: string }> {
  if (value.startsWith("@@")) return { text: value.slice(1) };
  if (!value.startsWith("@")) return { text: value };
  const file = value.slice(1);
  if (file === "-" && stdin.isTTY === true) {
    return { problem: `--${key}=@-: stdin is a terminal; use -i to be asked` };
  }
  try {
    const bytes = file === "-" ? await readAll(stdin) : await readFile(resolve(cwd, file));
    return { text: decoder.decode(bytes).replace(/\r?\n$/, "") };
  } catch (error) {
    const reason = error instanceof TypeError ? "it is no text" : messageOf(error);
    return { problem: `--${key}=${value}: ${reason}` };
  }
}

const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

async function readAll(stdin: Io["stdin"]): Promise<Uint8Array> {
  const chunks: Buffer[] = [];
  for await (const chunk of stdin) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks);
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

function argumentError(problems: readonly string[]): ZenError {
  const [first = ""] = problems;
  const message =
    problems.length === 1
      ? `${first}.`
      : `The values are not clear:\n  - ${problems.join("\n  - ")}`;
  return new ZenError("invalid_argument", message, {
    hint: "Write each value in one word: --KEY=VALUE, --KEY=@FILE or --KEY=@- for stdin.",
    details: { problems },
  });
}
