// The server's log: a JSON object a line. Lines are written together, since each write waits for whoever
// reads them.
import { isZenError } from "../../domain/errors.js";
import { hidePassword } from "../../util/hide-password.js";
import type { Seen } from "./seen.js";

export const LOG_LEVELS = ["debug", "info", "warning", "error"] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];

export interface ServerLogOptions {
  readonly write: (text: string) => void;
  readonly level: LogLevel;
  readonly now: () => Date;
}

/** Asked for all the time by what watches the server. */
const QUIET: readonly (string | undefined)[] = ["/health", "/ready", "/metrics"];

export class ServerLog {
  readonly #options: ServerLogOptions;
  #waiting: string[] = [];

  constructor(options: ServerLogOptions) {
    this.#options = options;
  }

  log(level: LogLevel, event: string, fields: Readonly<Record<string, unknown>> = {}): void {
    if (!this.#isHeard(level)) return;
    const time = this.#options.now().toISOString();
    this.#waiting.push(`${JSON.stringify({ time, level, event, ...fields })}\n`);
    if (this.#waiting.length === 1) setImmediate(() => this.flush());
  }

  /** What a query holds stays out: look-ups name things, and links may hold tokens. */
  request({ url, status, duration_ms, route, ...seen }: Seen): void {
    const level = QUIET.includes(route) ? "debug" : status >= 500 ? "error" : "info";
    if (!this.#isHeard(level)) return;
    const path = new URL(url).pathname;
    const duration = Math.round(duration_ms * 100) / 100;
    this.log(level, "request", { ...seen, path, status, duration_ms: duration });
  }

  #isHeard(level: LogLevel): boolean {
    return LOG_LEVELS.indexOf(level) >= LOG_LEVELS.indexOf(this.#options.level);
  }

  error(error: unknown, request_id: string): void {
    const told = error instanceof Error ? (error.stack ?? error.message) : String(error);
    const code = isZenError(error) ? error.code : "internal";
    const shown = told.replaceAll(/[a-z][a-z0-9+.-]*:\/\/\S+/gi, hidePassword);
    this.log("error", "failure", { request_id, code, error: shown });
  }

  flush(): void {
    const lines = this.#waiting;
    this.#waiting = [];
    if (lines.length > 0) this.#options.write(lines.join(""));
  }
}
