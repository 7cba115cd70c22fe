// What a person is told when a step of another language did not complete.
import { isAbsolute, relative, sep } from "node:path";
import { DescribedError } from "../source-positions.js";
import type { ProcessEnd } from "./foreign-process.js";
import type { StepFailure } from "./messages.js";

export interface FailureContext {
  readonly step: string;
  readonly projectRoot: string;
  /** What the process is called in sentences: `Python`, `wc`. */
  readonly program: string;
  /** The last lines that it printed on stderr. */
  readonly lastLines: readonly string[];
}

/** An error that the step told in its own words. */
export function toldFailure(error: StepFailure, context: FailureContext): DescribedError {
  const { name, message, traceback, location } = error;
  return new DescribedError({
    name,
    message,
    step: context.step,
    location:
      location === undefined
        ? null
        : `${shown(location.file, context.projectRoot)}:${location.line}`,
    stack: traceback ?? null,
  });
}

/** A process that ended before the step did. */
export function endedFailure(end: ProcessEnd, context: FailureContext): DescribedError {
  const { program, step } = context;
  switch (end.type) {
    case "exited":
      return described(
        "CommandFailed",
        `${program} exited with ${end.code} before step '${step}' was done.`,
        context,
      );
    case "killed":
      return described(
        "CommandKilled",
        `${program} was ended by ${end.signal} in step '${step}'.${reasonOf(end.signal)}`,
        context,
      );
    case "out_of_memory":
      return described(
        "StepOutOfMemory",
        `${program} took more memory in step '${step}' than its limit of ${end.limit} (settings.resources.memory) and was ended.`,
        context,
      );
    case "not_started":
      return described(
        "CommandNotStarted",
        `${program} could not be started for step '${step}': ${whyNot(end.error)}.`,
        context,
      );
  }
}

/** A process that is there and does not do what the protocol says. */
export function brokenFailure(reason: string, context: FailureContext): DescribedError {
  return described(
    "CommandFailed",
    `${context.program} of step '${context.step}' was ended: ${reason}.`,
    context,
  );
}

function described(
  name: string,
  message: string,
  { step, lastLines }: FailureContext,
): DescribedError {
  const stack = lastLines.length === 0 ? null : ["Last lines of stderr:", ...lastLines].join("\n");
  return new DescribedError({ name, message, step, location: null, stack });
}

const REASONS: Readonly<Record<string, string>> = {
  SIGKILL: " Nobody but the system or a person does that: the machine may be out of memory.",
  SIGSEGV: " It, or a native library that it uses, crashed.",
  SIGABRT: " It, or a native library that it uses, gave up.",
};

function reasonOf(signal: string): string {
  return REASONS[signal] ?? "";
}

function whyNot(error: Error): string {
  const code = "code" in error ? error.code : undefined;
  if (code === "ENOENT") return "there is no such program, or its working folder is missing";
  return code === "EACCES" ? "it may not be executed" : error.message;
}

function shown(file: string, root: string): string {
  const path = relative(root, file);
  return path.startsWith("..") || isAbsolute(path) ? file : path.split(sep).join("/");
}
