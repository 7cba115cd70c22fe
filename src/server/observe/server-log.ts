// The server's log: a JSON object a line. Lines of requests are written together a moment later, since each
// write waits for whoever reads them; what is worth waking somebody up is written at once.
import { isZenError } from "../../domain/errors.js";
import { hidePassword } from "../../util/hide-password.js";
import type { Seen } from "./seen.js";

export const LOG_LEVELS = ["debug", "info", "warning", "error"] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];

export interface ServerLogOptions {
  readonly write: (text: string) => void;
  readonly level: LogLevel;
  /** In ISO 8601. */
  readonly now: () => string;
}

/** Asked for all the time by what watches the server. */
const QUIET: readonly (string | undefined)[] = ["/health", "/ready", "/metrics"];

/** Milliseconds that a line of a request may wait, and how many wait together. */
const MOMENT = 50;
const MOST_WAITING = 200;

export class ServerLog {
  readonly #options: ServerLogOptions;
  readonly #least: number;
  #waiting: string[] = [];
  #timer: NodeJS.Timeout | undefined;

  constructor(options: ServerLogOptions) {
    this.#options = options;
    this.#least = LOG_LEVELS.indexOf(options.level);
  }

  log(level: LogLevel, event: string, fields: Readonly<Record<string, unknown>> = {}): void {
    if (!this.#isHeard(level)) return;
    const time = this.#options.now();
    this.#waiting.push(`${JSON.stringify({ time, level, event, ...fields })}\n`);
    this.flush();
  }

  /** What a query holds stays out: look-ups name things, and links may hold tokens. */
  request(seen: Seen): void {
    const { request_id, method, peer, user, path, route, status, duration_ms } = seen;
    const level = QUIET.includes(route) ? "debug" : status >= 500 ? "error" : "info";
    if (!this.#isHeard(level)) return;
    const line = {
      time: this.#options.now(),
      level,
      event: "request",
      request_id,
      method,
      peer,
      user,
      path,
      status,
      duration_ms: Math.round(duration_ms * 100) / 100,
    };
    this.#waiting.push(`${JSON.stringify(line)}\n`);
    if (this.#waiting.length >= MOST_WAITING) this.flush();
    else this.#timer ??= setTimeout(() => this.flush(), MOMENT);
  }

  #isHeard(level: LogLevel): boolean {
    return LOG_LEVELS.indexOf(level) >= this.#least;
  }

  error(error: unknown, request_id: string): void {
    const told = error instanceof Error ? (error.stack ?? error.message) : String(error);
    const code = isZenError(error) ? error.code : "internal";
    const shown = told.replaceAll(/[a-z][a-z0-9+.-]*:\/\/\S+/gi, hidePassword);
    this.log("error", "failure", { request_id, code, error: shown });
  }

  flush(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const lines = this.#waiting;
    this.#waiting = [];
    if (lines.length > 0) this.#options.write(lines.join(""));
  }
}
