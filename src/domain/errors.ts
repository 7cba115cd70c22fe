// The one error type of the product. `code` is a closed union, so that every table keyed by it
// (exit codes here, HTTP statuses in the server) is exhaustive at compile time.

/** Whose fault an error is; decides the exit code of the command line. */
type Fault = "user" | "usage" | "internal";

const FAULTS = {
  invalid_argument: "usage",
  unknown_command: "usage",
  retired_command: "usage",
  invalid_input: "user",
  not_found: "user",
  ambiguous: "user",
  entity_exists: "user",
  conflict: "user",
  forbidden: "user",
  method_not_allowed: "user",
  unauthenticated: "user",
  too_large: "user",
  too_many_requests: "user",
  address_in_use: "user",
  in_use: "user",
  unknown_setting: "user",
  pipeline_file_not_found: "user",
  pipeline_file_invalid: "user",
  pipeline_not_exported: "user",
  pipeline_invalid: "user",
  params_invalid: "user",
  config_invalid: "user",
  stack_invalid: "user",
  flavor_unknown: "user",
  flavor_invalid: "user",
  integration_not_installed: "user",
  materializer_missing: "user",
  artifact_unreadable: "user",
  step_failed: "user",
  run_cancelled: "user",
  store_locked: "user",
  store_read_only: "user",
  store_corrupt: "user",
  store_too_new: "user",
  store_foreign: "user",
  store_unreachable: "user",
  disk_full: "user",
  needs_confirmation: "usage",
  internal: "internal",
} as const satisfies Record<string, Fault>;

export type ErrorCode = keyof typeof FAULTS;

/** Whether a text that came over the wire names an error of this version. */
export function isErrorCode(text: string): text is ErrorCode {
  return Object.hasOwn(FAULTS, text);
}

const EXIT_CODES: Record<Fault, number> = { user: 1, usage: 2, internal: 70 };

/** The process exit code that the command line answers an error with. */
export function exitCode(code: ErrorCode): number {
  return EXIT_CODES[FAULTS[code]];
}

export interface ZenErrorOptions {
  /** What to type or change next: one sentence or one command. */
  readonly hint?: string | undefined;
  readonly cause?: unknown;
  /** Machine-readable facts, e.g. the candidates of an ambiguous prefix. */
  readonly details?: Readonly<Record<string, unknown>> | undefined;
}

const BRAND = Symbol.for("zenml.error");

/**
 * What every room throws: what was asked, what was found, and what to do next.
 *
 * @example
 * ```ts
 * import { ZenError } from "zenml";
 *
 * throw new ZenError("not_found", "There is no stack named 'gpu'.", {
 *   hint: "zenml stack list",
 * });
 * ```
 */
export class ZenError extends Error {
  readonly code: ErrorCode;
  readonly hint: string | undefined;
  readonly details: Readonly<Record<string, unknown>> | undefined;

  constructor(code: ErrorCode, message: string, options: ZenErrorOptions = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = "ZenError";
    this.code = code;
    this.hint = options.hint;
    this.details = options.details;
    Object.defineProperty(this, BRAND, { value: true });
  }
}

/** Recognises a `ZenError`, also one made by another copy of the package. */
export function isZenError(error: unknown, code?: ErrorCode): error is ZenError {
  if (!(error instanceof Error) || !(BRAND in error)) return false;
  return code === undefined || ("code" in error && error.code === code);
}
