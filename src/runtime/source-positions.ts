// Turns whatever was thrown into a failure that a person can act on: their line first, our own frames
// left out. Positions are those of the stack, which has TypeScript's where Node keeps source maps.
import { isAbsolute, relative, sep } from "node:path";
import { fileURLToPath } from "node:url";
import { inspect } from "node:util";
import type { Failure } from "../domain/entities/run.js";
import { originalPosition } from "./tracing/original-position.js";

export interface DescribeOptions {
  /** Positions are given relative to this folder. */
  readonly projectRoot: string;
  /** Folders whose code is not the person's; default: this package's. */
  readonly internalFolders?: readonly string[] | undefined;
}

interface Frame {
  readonly text: string;
  readonly file: string | undefined;
  readonly position: string;
}

const MAX_FRAMES = 30;
const MAX_MESSAGE = 10_000;
const MAX_CAUSES = 5;
const FRAME = /^\s+at (?:.*? \()?(?:async )?((?:file:\/\/)?[^\s()][^()]*?):(\d+):(\d+)\)?$/;

/** An error of another language brings its own description, with positions of its own. */
export class DescribedError extends Error {
  readonly failure: Failure;

  constructor(failure: Failure) {
    super(failure.message);
    this.name = failure.name;
    this.failure = failure;
  }
}

/** Describes anything that was thrown; never throws itself. */
export function describeError(error: unknown, options: DescribeOptions): Failure {
  if (error instanceof DescribedError) return error.failure;
  const internal = options.internalFolders ?? ownFolders(import.meta.url);
  if (!(error instanceof Error)) {
    const what = error === undefined || error === null ? "" : `: ${shown(error)}`;
    const message = limited(`${typeName(error)} was thrown${what}`);
    return { name: "NonError", message, step: null, location: null, stack: null };
  }
  const frames = framesOf(error, internal);
  const own = frames.find(({ file }) => file !== undefined && isPersons(file));
  return {
    name: textOf(() => error.name, "Error"),
    message: limited(textOf(() => messageOf(error), "")),
    step: null,
    location: own?.file === undefined ? null : place(own, options.projectRoot),
    stack: stackOf(error, frames, internal),
  };
}

/** Examples: `a number`, `an array`, `null`. */
export function typeName(value: unknown): string {
  if (value === undefined || value === null) return String(value);
  if (Array.isArray(value)) return "an array";
  const type = typeof value;
  return type === "object" ? "an object" : `a ${type}`;
}

function shown(value: unknown): string {
  return textOf(
    () => (typeof value === "string" ? JSON.stringify(value) : inspect(value, { depth: 2 })),
    "(it cannot be shown)",
  );
}

function messageOf(error: Error): string {
  const { message } = error;
  if (!(error instanceof AggregateError)) return message;
  const parts = error.errors.map((one) => (one instanceof Error ? one.message : shown(one)));
  return [message, ...parts].filter((part) => part !== "").join("; ");
}

/** An error may be a person's class whose members are anything. */
function textOf(read: () => unknown, otherwise: string): string {
  try {
    const value = read();
    return typeof value === "string" ? value : otherwise;
  } catch {
    return otherwise;
  }
}

function limited(text: string): string {
  return text.length > MAX_MESSAGE ? `${text.slice(0, MAX_MESSAGE)}… (cut)` : text;
}

function framesOf(error: Error, internal: readonly string[]): Frame[] {
  return textOf(() => error.stack, "")
    .split("\n")
    .filter((line) => /^\s+at /.test(line))
    .map(parseFrame)
    .filter(({ text, file }) => !isInternal(text, file, internal))
    .slice(0, MAX_FRAMES);
}

function parseFrame(text: string): Frame {
  const [, path = "", line = "", column = ""] = FRAME.exec(text) ?? [];
  const file = toPath(path);
  if (file === undefined) return { text: text.trim(), file, position: "" };
  // Node maps positions by itself, unless someone replaced how stacks are written.
  const place = originalPosition({ file, line: Number(line), column: Number(column) });
  const position = `${place.line}:${place.column}`;
  const shown = text.replace(`${path}:${line}:${column}`, `${place.file}:${position}`);
  return { text: shown.trim(), file: place.file, position };
}

function toPath(text: string): string | undefined {
  if (text.startsWith("file:")) return textOf(() => fileURLToPath(text), "") || undefined;
  return isAbsolute(text) ? text : undefined;
}

function isInternal(text: string, file: string | undefined, internal: readonly string[]): boolean {
  if (file === undefined) return /\(?node:/.test(text);
  return internal.some((folder) => file.startsWith(folder)) && !/\.test(-d)?\.[cm]?ts$/.test(file);
}

function isPersons(file: string): boolean {
  return !file.split(sep).includes("node_modules");
}

function place(frame: Frame, projectRoot: string): string {
  const path = relative(projectRoot, frame.file ?? "");
  const isOutside = path.startsWith("..") || isAbsolute(path);
  const file = isOutside ? frame.file : path.split(sep).join("/");
  return `${file}:${frame.position}`;
}

function stackOf(error: Error, frames: readonly Frame[], internal: readonly string[]): string {
  const lines = [headline(error), ...frames.map(({ text }) => `    ${text}`)];
  let cause: unknown = causeOf(error);
  for (let depth = 0; depth < MAX_CAUSES && cause !== undefined; depth += 1) {
    lines.push(`caused by ${cause instanceof Error ? headline(cause) : shown(cause)}`);
    if (!(cause instanceof Error)) break;
    lines.push(...framesOf(cause, internal).map(({ text }) => `    ${text}`));
    cause = causeOf(cause);
  }
  return lines.join("\n");
}

function headline(error: Error): string {
  const name = textOf(() => error.name, "Error");
  const message = limited(textOf(() => messageOf(error), ""));
  return message === "" ? name : `${name}: ${message}`;
}

function causeOf(error: Error): unknown {
  try {
    return error.cause;
  } catch {
    return undefined;
  }
}

/** `src` and `dist` of this package, wherever this module was bundled to. */
function ownFolders(url: string): string[] {
  const path = fileURLToPath(url);
  const cut = Math.max(path.lastIndexOf(`${sep}src${sep}`), path.lastIndexOf(`${sep}dist${sep}`));
  if (cut < 0) return [];
  const root = path.slice(0, cut);
  return [`${root}${sep}src${sep}`, `${root}${sep}dist${sep}`, `${root}${sep}bin${sep}`];
}
