// Tells a run on a terminal: one line a step, redrawn in place; what steps print scrolls above.
import { nodesIn } from "../../domain/graph-nodes.js";
import type { Graph } from "../../domain/graph.js";
import type { Status } from "../../domain/status.js";
import type { RunListener, StatusCounts } from "../../runtime/run-events.js";
import { MapProgress, describeMap } from "../../sdk/progress/map-progress.js";
import { nameWidth, retryNote } from "../../sdk/progress/plain-progress.js";
import { failureLines, startLines } from "../../sdk/progress/run-lines.js";
import { describeCounts, stepLine } from "../../sdk/progress/step-line.js";
import type { Paint } from "../../sdk/progress/step-line.js";

export interface Terminal {
  write(text: string): void;
  readonly columns: number;
  readonly rows: number;
}

interface Row {
  status: Status;
  started: number;
  duration_ms: number | null;
}

const FRAME_MS = 100;
/** Columns of a step's line that are not its name. */
const BESIDE_NAME = 32;
const HIDE_CURSOR = "\u001b[?25l";
const SHOW_CURSOR = "\u001b[?25h";
const CLEAR_BELOW = "\u001b[0J";

export interface LiveProgress {
  readonly listener: RunListener;
  /** Leaves the terminal as it should be, whatever happened. */
  close(): void;
}

export function liveProgress(
  terminal: Terminal,
  paint: Paint,
  now = () => performance.now(),
): LiveProgress {
  const view = new LiveView(terminal, paint, now);
  return { listener: (event) => view.receive(event), close: () => view.close() };
}

class LiveView {
  readonly #terminal: Terminal;
  readonly #paint: Paint;
  readonly #now: () => number;
  readonly #rows = new Map<string, Row>();
  readonly #maps = new MapProgress();
  #graph: Graph | undefined;
  #drawn = 0;
  #timer: NodeJS.Timeout | undefined;
  #above: string[] = [];

  constructor(terminal: Terminal, paint: Paint, now: () => number) {
    this.#terminal = terminal;
    this.#paint = paint;
    this.#now = now;
  }

  receive(event: Parameters<RunListener>[0]): void {
    this.#maps.receive(event);
    switch (event.type) {
      case "run_started":
        this.#graph = event.graph;
        for (const { name } of nodesIn(event.graph, undefined)) {
          this.#rows.set(name, { status: "pending", started: 0, duration_ms: null });
        }
        this.#above.push(...startLines(event));
        this.#terminal.write(HIDE_CURSOR);
        this.#timer = setInterval(() => this.#draw(), FRAME_MS);
        // What nothing else keeps alive is a step that will never settle, which is noticed then.
        this.#timer.unref();
        break;
      case "step_started":
        if (event.map === undefined) this.#start(event.step);
        break;
      case "step_retrying":
        this.#above.push(`${this.#paint(`[${event.step}]`, "dim")} ${retryNote(event)}`);
        if (event.map === undefined) {
          this.#rows.set(event.step, { status: "retrying", started: 0, duration_ms: null });
        }
        break;
      case "step_ended":
        if (event.map === undefined) this.#end(event.step, event);
        break;
      case "map_started":
        this.#start(event.map);
        break;
      case "map_ended":
        this.#end(event.map, event);
        break;
      case "log":
        this.#above.push(`${this.#paint(`[${event.line.step}]`, "dim")} ${event.line.text}`);
        break;
      case "run_ended":
        this.#finish();
        if (event.failure !== null && this.#graph !== undefined) {
          this.#print(["", ...failureLines(event.failure, this.#graph), ""]);
        }
        break;
    }
  }

  #start(name: string): void {
    this.#rows.set(name, { status: "running", started: this.#now(), duration_ms: null });
  }

  #end(name: string, { status, duration_ms }: Pick<Row, "status" | "duration_ms">): void {
    this.#rows.set(name, { status, started: 0, duration_ms });
  }

  close(): void {
    if (this.#timer !== undefined) this.#finish();
  }

  #finish(): void {
    this.#draw(true);
    clearInterval(this.#timer);
    this.#timer = undefined;
    this.#drawn = 0;
    this.#terminal.write(SHOW_CURSOR);
  }

  #print(lines: readonly string[]): void {
    this.#terminal.write(lines.map((line) => `${line}\n`).join(""));
  }

  #draw(all = false): void {
    const up = this.#drawn === 0 ? "\r" : `\u001b[${this.#drawn}A\r`;
    const lines = this.#block(all);
    const above = this.#above.map((line) => `${line}\n`).join("");
    this.#above = [];
    this.#terminal.write(`${up}${CLEAR_BELOW}${above}${lines.map((line) => `${line}\n`).join("")}`);
    this.#drawn = lines.length;
  }

  /** Every step where they fit; else those under way, and counts. At the end every step that fits the scrollback. */
  #block(all: boolean): string[] {
    const room = Math.max(3, this.#terminal.rows - 3);
    const rows = [...this.#rows];
    if (all || rows.length <= room) return rows.map(([name, row]) => this.#line(name, row));
    const running = rows.filter(([, row]) => row.status === "running").slice(0, room - 1);
    return [
      ...running.map(([name, row]) => this.#line(name, row)),
      this.#paint(`  ${describeCounts(this.#counts())}`, "dim"),
    ];
  }

  #line(name: string, row: Row): string {
    const sofar = row.status === "running" ? this.#now() - row.started : row.duration_ms;
    const needed = this.#graph === undefined ? 0 : nameWidth(this.#graph);
    const width = Math.max(1, Math.min(needed, this.#terminal.columns - BESIDE_NAME));
    const map = this.#maps.get(name);
    const note = map === undefined ? undefined : describeMap(map);
    return stepLine({ name, status: row.status, duration_ms: sofar, note }, width, this.#paint);
  }

  #counts(): StatusCounts {
    const counts: Partial<Record<Status, number>> = {};
    for (const { status } of this.#rows.values()) counts[status] = (counts[status] ?? 0) + 1;
    return counts;
  }
}
