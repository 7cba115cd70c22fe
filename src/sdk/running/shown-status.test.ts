import { expect, test } from "vitest";
import type { Run } from "../../domain/entities/run.js";
import { shownSteps } from "./shown-status.js";

const NOW = Date.parse("2026-06-01T12:00:00.000Z");
type Claimed = Pick<Run, "status" | "runner" | "lease_expires">;
const nobody: Claimed = { status: "running", runner: null, lease_expires: null };
const somebodyElse: Claimed = {
  status: "running",
  runner: { host: "elsewhere", process_id: 7, process_started: "2026-06-01T11:00:00.000Z" },
  lease_expires: "2026-06-01T12:00:10.000Z",
};
const rows = new Map([
  ["left", nobody],
  ["under way", somebodyElse],
]);
const store = { runs: { find: async (id: string) => rows.get(id) } };

test("steps that were left running are interrupted, those of a run under way are not", async () => {
  const steps = [
    { name: "a", run_id: "left", status: "completed" },
    { name: "b", run_id: "left", status: "running" },
    { name: "c", run_id: "under way", status: "running" },
    { name: "d", run_id: "deleted", status: "running" },
  ] as const;
  const shown = await shownSteps(store, steps, NOW);
  expect(shown.map(({ name, status }) => `${name} ${status}`)).toEqual([
    "a completed",
    "b interrupted",
    "c running",
    "d running",
  ]);
});
