import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, describe, expect, test } from "vitest";
import type { Schedule } from "../../domain/entities/schedule.js";
import { ZenError } from "../../domain/errors.js";
import { openStore } from "../../store/open.js";
import type { ZenStore } from "../../store/zen-store.js";
import { FakeClock } from "../../testing/fake-clock.js";
import { memoryStore } from "../../testing/memory-store.js";
import { runSchedules } from "./schedule-loop.js";
import type { Fire, LoopClock, ScheduleEvent } from "./schedule-loop.js";

const cleanUps: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0).reverse()) await cleanUp();
});

/** Time passes while a loop sleeps; at `until` the loop is told to end. */
function fakeTime(clock: FakeClock, until: string): { clock: LoopClock; signal: AbortSignal } {
  const end = new AbortController();
  return {
    signal: end.signal,
    clock: {
      now: clock.time,
      sleep: async (milliseconds) => {
        clock.advance(milliseconds);
        if (clock.time() > Date.parse(until)) end.abort();
      },
    },
  };
}

async function makeStore(clock: FakeClock): Promise<ZenStore> {
  const store = await memoryStore({ clock });
  cleanUps.push(() => store.close());
  return store;
}

function add(store: ZenStore, changes: Partial<Schedule> = {}): Promise<Schedule> {
  return store.schedules.create({
    name: "hourly",
    pipeline_name: "training",
    file: "/project/pipeline.ts",
    configuration: {},
    cron_expression: "0 * * * *",
    time_zone: "UTC",
    catchup: false,
    active: true,
    ...changes,
  });
}

const COMPLETED = {
  id: "00000000-0000-4000-8000-000000000000",
  name: "a",
  status: "completed",
} as const;

/** Notes what is fired. */
function recorder(): { readonly fired: string[]; readonly fire: Fire } {
  const fired: string[] = [];
  return {
    fired,
    fire: async ({ name }, time) => {
      fired.push(`${name} ${time.slice(11, 16)}`);
      return COMPLETED;
    },
  };
}

describe("the loop of schedules", () => {
  test("fires each time of each active schedule once, in order", async () => {
    const clock = new FakeClock("2026-01-01T00:30:00.000Z");
    const store = await makeStore(clock);
    await add(store);
    await add(store, { name: "half", cron_expression: "30 * * * *" });
    await add(store, { name: "paused", active: false });
    const { fired, fire } = recorder();
    const time = fakeTime(clock, "2026-01-01T02:40:00Z");
    const summary = await runSchedules({ store, fire, tell: () => {}, ...time });
    expect(fired).toEqual(["hourly 01:00", "half 01:30", "hourly 02:00", "half 02:30"]);
    expect(summary).toEqual({ fired: 4, failed: 0 });
  });

  test("fires once what is due, and no more, when it is asked to", async () => {
    const clock = new FakeClock("2026-01-01T00:30:00.000Z");
    const store = await makeStore(clock);
    await add(store);
    await add(store, { name: "caught", catchup: true });
    clock.advance(3 * 3_600_000);
    const { fired, fire } = recorder();
    const time = fakeTime(clock, "2026-01-02T00:00:00Z");
    await runSchedules({ store, fire, tell: () => {}, ...time, once: true });
    expect(fired.sort()).toEqual(["caught 01:00", "caught 02:00", "caught 03:00", "hourly 03:00"]);
    await runSchedules({ store, fire, tell: () => {}, ...time, once: true });
    expect(fired).toHaveLength(4);
  });

  test("goes on after a run that failed and one that could not be started", async () => {
    const clock = new FakeClock("2026-01-01T00:30:00.000Z");
    const store = await makeStore(clock);
    await add(store);
    const events: ScheduleEvent["type"][] = [];
    const outcomes: (() => Promise<typeof COMPLETED>)[] = [
      async () => ({ ...COMPLETED, status: "failed" }) as never,
      () => Promise.reject(new ZenError("pipeline_file_not_found", "There is no file.")),
    ];
    const summary = await runSchedules({
      store,
      fire: () => outcomes.shift()?.() ?? Promise.resolve(COMPLETED),
      tell: ({ type }) => events.push(type),
      ...fakeTime(clock, "2026-01-01T03:10:00Z"),
    });
    expect(summary).toEqual({ fired: 3, failed: 2 });
    expect(events).toEqual(["fired", "ended", "fired", "not_started", "fired", "ended"]);
  });

  test("waits for what is under way when it is told to end", async () => {
    const clock = new FakeClock("2026-01-01T00:59:59.000Z");
    const store = await makeStore(clock);
    await add(store);
    const end = new AbortController();
    let isEnded = false;
    const summary = await runSchedules({
      store,
      fire: async () => {
        end.abort();
        await new Promise((resolve) => setImmediate(resolve));
        isEnded = true;
        return COMPLETED;
      },
      tell: () => {},
      clock: { now: clock.time, sleep: async (milliseconds) => clock.advance(milliseconds) },
      signal: end.signal,
    });
    expect([summary.fired, isEnded]).toEqual([1, true]);
  });

  test("links the run with the schedule, where it is still there", async () => {
    const clock = new FakeClock("2026-01-01T00:30:00.000Z");
    const store = await makeStore(clock);
    const { id } = await add(store);
    clock.advance(3_600_000);
    const time = fakeTime(clock, "2026-01-01T02:00:00Z");
    const updated: string[] = [];
    const runs = {
      update: async (run: string, set: { readonly schedule_id?: string | null }) => {
        updated.push(`${run === COMPLETED.id} ${set.schedule_id === id}`);
        return Promise.reject(new ZenError("not_found", "Deleted meanwhile."));
      },
    };
    const { fire } = recorder();
    const parts = { store: { schedules: store.schedules, runs }, fire, ...time, once: true };
    await runSchedules({ ...parts, tell: () => {} });
    expect(updated).toEqual(["true true"]);
    expect(await store.schedules.get("hourly")).toMatchObject({
      last_fired: "2026-01-01T01:00:00.000Z",
      last_run_id: null,
    });
  });

  test("tells of a store that cannot be reached, and goes on", async () => {
    const clock = new FakeClock("2026-01-01T00:59:00.000Z");
    const store = await makeStore(clock);
    await add(store);
    let failures = 2;
    const schedules: Pick<ZenStore["schedules"], "all" | "update"> = {
      all: (query) => {
        if (failures-- > 0) throw new ZenError("store_unreachable", "No answer.");
        return store.schedules.all(query);
      },
      update: (...change) => store.schedules.update(...change),
    };
    const { fired, fire } = recorder();
    const events: string[] = [];
    await runSchedules({
      store: { schedules, runs: store.runs },
      fire,
      tell: ({ type }) => events.push(type),
      ...fakeTime(clock, "2026-01-01T01:30:00Z"),
    });
    expect(events.slice(0, 2)).toEqual(["trouble", "trouble"]);
    expect(fired).toEqual(["hourly 01:00"]);
  });
});

test("of two loops on one database each time is fired by one", async () => {
  const folder = await mkdtemp(join(tmpdir(), "zenml-schedules-"));
  cleanUps.push(() => rm(folder, { recursive: true, force: true }));
  const clock = new FakeClock("2026-01-01T00:00:30.000Z");
  const open = async () => {
    const url = `sqlite:///${join(folder, "zenml.db")}`;
    const { store } = await openStore({ type: "sql", url, now: clock.now });
    cleanUps.push(() => store.close());
    return store;
  };
  const stores = [await open(), await open()];
  const [first] = stores;
  for (const name of ["a", "b", "c"]) {
    if (first !== undefined)
      await add(first, { name, cron_expression: "* * * * *", catchup: true });
  }
  clock.advance(4 * 60_000);
  const { fired, fire } = recorder();
  await Promise.all(
    stores.map((store) =>
      runSchedules({
        ...{ store, fire, once: true, tell: () => {} },
        clock: { now: clock.time, sleep: () => new Promise((resolve) => setImmediate(resolve)) },
        signal: new AbortController().signal,
      }),
    ),
  );
  expect(fired).toHaveLength(12);
  expect(new Set(fired).size).toBe(12);
});
