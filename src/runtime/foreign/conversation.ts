// One step in a process: says what to do, hears what it says, until it is done, fails, ends or is
// cancelled. Knows the protocol; neither artifacts nor languages.
import { FromStep } from "./messages.js";
import type { SaidOutput, StartMessage, StepFailure } from "./messages.js";
import type {
  ForeignProcess,
  PrintStream,
  ProcessEnd,
  ProcessListener,
} from "./foreign-process.js";
import type { PrintedLines } from "./printed-lines.js";

/** What the step says on its way. */
export interface ConversationEvents {
  log(level: "debug" | "info" | "warn" | "error", message: string): void;
  metadata(facts: Extract<FromStep, { type: "metadata" }>): void;
  output(output: SaidOutput): void;
}

export interface ConversationOptions {
  readonly start: StartMessage;
  readonly printed: Readonly<Record<PrintStream, PrintedLines>>;
  readonly events: ConversationEvents;
  readonly signal: AbortSignal;
  /** Whether a process that ends well without a word has done its work. */
  readonly mayBeSilent: boolean;
  /** Milliseconds without a sign of life. */
  readonly silence: number | undefined;
}

/** A process is whole when it ended the step as it began it: it may serve another. */
export type Verdict =
  | { readonly type: "done"; readonly isWhole: boolean }
  | { readonly type: "failed"; readonly isWhole: boolean; readonly error: StepFailure }
  | { readonly type: "ended"; readonly end: ProcessEnd }
  | { readonly type: "broken"; readonly reason: string }
  | { readonly type: "cancelled" };

/** Standard output and standard error. */
const STREAMS = 2;
/** Milliseconds between the two signals to a cancelled step. */
export const GRACE_MS = 2000;
/** How long a process that closed its channel may take to say by its end what that meant. */
const HANG_UP_MS = 1000;
/** How long printed text may take after the step said that it was all. */
const LAST_LINES_MS = 1000;

/** Lines are printed no faster than others can take them: 10 MB in a second. */
const PAUSE_EVERY = 256 * 1024;
const PAUSE_MS = 25;

/** Resolves when the step has ended; a process that cannot serve another is gone by then. */
export function converse(process: ForeignProcess, options: ConversationOptions): Promise<Verdict> {
  return new Conversation(process, options).hold();
}

type Said = { readonly type: "done" } | { readonly type: "failed"; readonly error: StepFailure };

class Conversation implements ProcessListener {
  readonly #process: ForeignProcess;
  readonly #options: ConversationOptions;
  readonly #verdict: Promise<Verdict>;
  #decide: (verdict: Verdict) => void = () => undefined;
  #isOver = false;
  #sincePause = 0;
  #timer: NodeJS.Timeout | undefined;

  constructor(process: ForeignProcess, options: ConversationOptions) {
    this.#process = process;
    this.#options = options;
    this.#verdict = new Promise((resolve) => {
      this.#decide = resolve;
    });
  }

  async hold(): Promise<Verdict> {
    const { signal, start } = this.#options;
    const cancel = (): void => this.#decide({ type: "cancelled" });
    signal.addEventListener("abort", cancel, { once: true });
    try {
      this.#process.listen(this);
      if (signal.aborted) cancel();
      else this.#process.send(start);
      this.#expectLife();
      const verdict = await this.#verdict;
      if (verdict.type !== "done" && verdict.type !== "failed") await this.#stop(verdict);
      return verdict;
    } finally {
      this.#isOver = true;
      clearTimeout(this.#timer);
      signal.removeEventListener("abort", cancel);
      for (const lines of Object.values(this.#options.printed)) lines.flush();
      this.#process.listen(undefined);
    }
  }

  message(line: string): void {
    if (this.#isOver) return;
    const message = parsed(line);
    if (message === undefined) {
      return this.#decide({
        type: "broken",
        reason: `it said what is no message: ${line.slice(0, 200)}`,
      });
    }
    this.#expectLife();
    const { events } = this.#options;
    if (message.type === "log") events.log(message.level ?? "info", message.message);
    else if (message.type === "metadata") events.metadata(message);
    else if (message.type === "output") events.output(message);
    else if (message.type === "done") this.#afterLastLines(message.streams, { type: "done" });
    else if (message.type === "failed") {
      this.#afterLastLines(message.streams, { type: "failed", error: message.error });
    }
  }

  print(stream: PrintStream, chunk: Buffer): void {
    this.#expectLife();
    const printed = this.#options.printed[stream];
    printed.push(chunk);
    this.#sincePause += chunk.length;
    if (this.#sincePause < PAUSE_EVERY || printed.isSpent) return;
    this.#sincePause = 0;
    this.#process.holdPrint(stream, PAUSE_MS);
  }

  hungUp(reason: string | undefined): void {
    if (reason !== undefined) return this.#decide({ type: "broken", reason });
    if (this.#options.mayBeSilent) return;
    const verdict = {
      type: "broken",
      reason: "it closed its channel before it said how it ended",
    } as const;
    setTimeout(() => this.#decide(verdict), HANG_UP_MS).unref();
  }

  ended(end: ProcessEnd): void {
    const isDone = this.#options.mayBeSilent && end.type === "exited" && end.code === 0;
    this.#decide(isDone ? { type: "done", isWhole: false } : { type: "ended", end });
  }

  /** The text that was printed before comes through other pipes, and perhaps later. */
  #afterLastLines(streams: readonly PrintStream[] = [], said: Said): void {
    const { printed } = this.#options;
    this.#process.hurry();
    const decide = (isWhole: boolean): void => this.#decide({ ...said, isWhole });
    const ended = streams.map((stream) => printed[stream].ended);
    void Promise.all(ended).then(() => decide(streams.length === STREAMS));
    setTimeout(() => decide(false), LAST_LINES_MS).unref();
  }

  #expectLife(): void {
    const { silence } = this.#options;
    if (silence === undefined || this.#isOver) return;
    clearTimeout(this.#timer);
    const verdict = {
      type: "broken",
      reason: `it gave no sign of life for ${silence / 1000} s`,
    } as const;
    this.#timer = setTimeout(() => this.#decide(verdict), silence);
  }

  async #stop(verdict: Verdict): Promise<void> {
    if (verdict.type === "ended") return;
    const reason = verdict.type === "cancelled" ? "cancelled" : "broken";
    this.#process.send({ type: "cancel", grace_ms: GRACE_MS, reason });
    await this.#process.end(GRACE_MS, "SIGTERM");
  }
}

function parsed(line: string): FromStep | undefined {
  try {
    const message = FromStep.safeParse(JSON.parse(line));
    return message.success ? message.data : undefined;
  } catch {
    return undefined;
  }
}
