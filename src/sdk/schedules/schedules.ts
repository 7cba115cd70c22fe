// The schedules of a project, from code: what `zenml schedule` does.
import type { Schedule } from "../../domain/entities/schedule.js";
import { EntityReader } from "../entity-reader.js";
import type { Session } from "../session.js";
import type { CreateScheduleOptions } from "./create-schedule.js";

/**
 * Schedules of an opened profile. A reference is a name, an id or the beginning of one. They fire while
 * `zenml schedule run` runs.
 *
 * @example
 * ```ts
 * import { Client } from "zenml";
 *
 * const client = await Client.open();
 * await client.schedules.create("nightly", {
 *   file: "pipeline.ts:training",
 *   cron_expression: "0 3 * * *",
 *   time_zone: "Europe/Berlin",
 * });
 * await client.close();
 * ```
 */
export class Schedules extends EntityReader<"schedule"> {
  readonly #session: Session;
  readonly #cwd: string | undefined;

  constructor(session: Session, cwd?: string) {
    super(session.store.schedules);
    this.#session = session;
    this.#cwd = cwd;
  }

  /** Errors: `invalid_input` with all problems, `entity_exists`. */
  async create(name: string, options: CreateScheduleOptions): Promise<Schedule> {
    const { createSchedule } = await import("./create-schedule.js");
    return createSchedule(this.#session, name, { cwd: this.#cwd, ...options });
  }

  /** From now on it does not fire. Errors: `not_found`, `ambiguous`. */
  pause(reference: string): Promise<Schedule> {
    return this.#set(reference, { active: false });
  }

  /** What passed meanwhile counts as missed. Errors: `not_found`, `ambiguous`. */
  resume(reference: string): Promise<Schedule> {
    return this.#set(reference, { active: true });
  }

  /** Its runs stay. Errors: `not_found`, `ambiguous`. */
  async delete(reference: string): Promise<Schedule> {
    const schedule = await this.get(reference);
    await this.#session.store.schedules.delete(schedule.id);
    return schedule;
  }

  /** When it fires next, in ISO 8601; undefined when it is paused or past its end. */
  async next(schedule: Schedule): Promise<string | undefined> {
    if (!schedule.active) return undefined;
    const { nextDue } = await import("./timetable.js");
    const time = nextDue(schedule);
    return time === undefined ? undefined : new Date(time).toISOString();
  }

  async #set(reference: string, set: Pick<Schedule, "active">): Promise<Schedule> {
    const { id, active } = await this.get(reference);
    if (active === set.active) return this.get(id);
    return this.#session.store.schedules.update(id, set);
  }
}
