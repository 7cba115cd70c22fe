// Tells readers of what changes, as it changes. It remembers the last events, so that a reader who was
// gone for a moment misses none; whoever missed more is told to read anew.
import type { Change } from "../../domain/change.js";
import type { ResourceName } from "../../domain/resources.js";
import type { StoreDriver } from "../../store/driver.js";
import { asRow } from "../../store/row.js";
import type { Row } from "../../store/row.js";
import { dataOf, idOf, isTold } from "./event.js";
import type { Place, ServerEvent } from "./event.js";

export interface Reader {
  /** Whether this is for him. */
  readonly wants: (event: ServerEvent) => boolean;
  readonly take: (events: readonly ServerEvent[]) => void;
  /** Something changed that nobody told us of: he has to read anew. */
  readonly reset: (number: number) => void;
  /** Nothing comes any more. */
  readonly end: () => void;
}

export interface EventHubOptions {
  readonly driver: StoreDriver;
  /** Tells this server's events from those of one before it. */
  readonly epoch: string;
  /** Finds out whether others changed something, and calls `elsewhere` then. */
  readonly look?: (() => unknown) | undefined;
  /** Events that are remembered. */
  readonly capacity?: number;
}

const CAPACITY = 20_000;
const PLACES = 50_000;
/** Readers from whom on events are told together: each write to a connection costs more than what is in it. */
const CROWD = 50;
/** Milliseconds for which an event waits for others then. */
const GATHER = 25;
/** Milliseconds after which readers know at the latest that others changed something. */
const LOOK_EVERY = 500;

export class EventHub {
  readonly epoch: string;
  readonly #driver: StoreDriver;
  readonly #capacity: number;
  /** With the number of the newest event when each came: what was before, he asks for himself. */
  readonly #readers = new Map<Reader, number>();
  readonly #places = new Map<string, Place>();
  readonly #past: ServerEvent[] = [];
  #untold: ServerEvent[] = [];
  #timer: NodeJS.Timeout | undefined;
  #number = 0;
  readonly #look: () => unknown;
  #looking: NodeJS.Timeout | undefined;
  #isUntoldElsewhere = false;

  constructor({ driver, epoch, look = () => {}, capacity = CAPACITY }: EventHubOptions) {
    this.#look = look;
    this.#driver = driver;
    this.epoch = epoch;
    this.#capacity = capacity;
  }

  get readers(): number {
    return this.#readers.size;
  }

  /** The number of the newest event. */
  get newest(): number {
    return this.#number;
  }

  /** Finds out what changed things belong to, while they are there. */
  async prepare(changes: readonly Change[]): Promise<void> {
    for (const change of changes) {
      if (!isTold(change)) continue;
      if (change.op === "create")
        this.#remember(change.entity.id, placeOf(change.resource, asRow(change.entity)));
      else if (!this.#places.has(change.id)) {
        const entity = await this.#driver.find(change.resource, change.id);
        if (entity !== undefined)
          this.#remember(change.id, placeOf(change.resource, asRow(entity)));
      }
    }
  }

  publish(changes: readonly Change[]): void {
    for (const change of changes) {
      if (!isTold(change)) continue;
      const place = this.#places.get(idOf(change));
      if (place === undefined) continue;
      this.#tell({ ...place, kind: "change", data: dataOf(change, place) });
      if (change.op === "delete") this.#places.delete(change.id);
    }
  }

  /** Lines of a run, as they are written. */
  log(place: Place, data: ServerEvent["data"]): void {
    this.#tell({ ...place, kind: "log", data });
  }

  /** Told from now on; a function that ends it. */
  add(reader: Reader): () => void {
    this.#readers.set(reader, this.#number);
    this.#looking ??= setInterval(() => void this.#lookElsewhere(), LOOK_EVERY).unref();
    return () => {
      this.#readers.delete(reader);
      if (this.#readers.size === 0) this.#stopLooking();
    };
  }

  /** Others changed the same data: what they did is not known, so nobody is up to date any more. */
  elsewhere(): void {
    this.#isUntoldElsewhere = true;
    this.#tellAll();
    this.#number += 1;
    this.#past.length = 0;
  }

  /** What came after an event; undefined: that is not known any more. */
  since(epoch: string, number: number): readonly ServerEvent[] | undefined {
    const first = this.#past[0]?.number ?? this.#number + 1;
    if (epoch !== this.epoch || number > this.#number || number < first - 1) return undefined;
    return this.#past.slice(number - first + 1);
  }

  close(): void {
    clearTimeout(this.#timer);
    for (const reader of this.#readers.keys()) reader.end();
    this.#readers.clear();
    this.#stopLooking();
  }

  #stopLooking(): void {
    clearInterval(this.#looking);
    this.#looking = undefined;
  }

  async #lookElsewhere(): Promise<void> {
    await this.#look();
    if (!this.#isUntoldElsewhere) return;
    this.#isUntoldElsewhere = false;
    this.#tellAll();
    for (const reader of this.#readers.keys()) reader.reset(this.#number);
  }

  #tell(event: Omit<ServerEvent, "number">): void {
    const numbered = { ...event, number: (this.#number += 1) };
    this.#past.push(numbered);
    // Half at once: taking the first of a long list each time would move all others.
    if (this.#past.length > this.#capacity * 2) this.#past.splice(0, this.#capacity);
    this.#untold.push(numbered);
    if (this.#readers.size < CROWD) this.#tellAll();
    else this.#timer ??= setTimeout(() => this.#tellAll(), GATHER);
  }

  #tellAll(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const events = this.#untold;
    this.#untold = [];
    for (const [reader, from] of this.#readers) {
      const wanted = events.filter((event) => event.number > from && reader.wants(event));
      if (wanted.length > 0) reader.take(wanted);
    }
  }

  #remember(id: string, place: Place): void {
    const [oldest] = this.#places.size < PLACES ? [] : this.#places.keys();
    if (oldest !== undefined) this.#places.delete(oldest);
    this.#places.set(id, place);
  }
}

function placeOf(resource: ResourceName, row: Row): Place {
  const run = resource === "run" ? row["id"] : row["run_id"];
  return {
    project_id: String(row["project_id"]),
    user_id: String(row["user_id"]),
    run_id: typeof run === "string" ? run : null,
  };
}
