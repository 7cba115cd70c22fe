/** A clock that moves when it is told to. */
export class FakeClock {
  #milliseconds: number;

  constructor(start: string | Date = "2026-01-01T00:00:00.000Z") {
    this.#milliseconds = new Date(start).getTime();
  }

  /** In ISO 8601, as stores take it. */
  readonly now = (): string => new Date(this.#milliseconds).toISOString();

  /** Milliseconds since the epoch. */
  readonly time = (): number => this.#milliseconds;

  advance(milliseconds: number): void {
    this.#milliseconds += milliseconds;
  }
}
