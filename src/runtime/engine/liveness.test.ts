import { expect, test } from "vitest";
import type { Runner } from "../../domain/entities/run.js";
import { LEASE_MS, LONGEST_SILENCE_MS, isInterrupted } from "./liveness.js";
import type { ProcessState } from "./liveness.js";

const NOW = Date.parse("2026-06-01T12:00:00.000Z");
const HOUR = 3_600_000;
const runner: Runner = {
  host: "alpha",
  process_id: 7,
  process_started: "2026-06-01T11:00:00.000Z",
};

function judged(lease: number, state: ProcessState): boolean {
  const lease_expires = new Date(lease).toISOString();
  return isInterrupted(
    { status: "running", runner, lease_expires },
    { now: NOW, processState: () => state },
  );
}

test.each([
  ["whose process is gone is interrupted, whatever its lease says", LEASE_MS, "gone", true],
  ["of another machine lives as long as its lease", 1, "unknown", false],
  ["of another machine is interrupted when its lease is past", 0, "unknown", true],
  ["whose process is there but too busy to say so lives", -HOUR, "alive", false],
  ["lives on when the clock is set back an hour", LEASE_MS + HOUR, "alive", false],
  ["lives on when the clock is set forth an hour", LEASE_MS - HOUR, "alive", false],
  ["that died is interrupted though the clock was set back an hour", LEASE_MS + HOUR, "gone", true],
  ["is not held for ever by a process that let go of it", -LONGEST_SILENCE_MS, "alive", true],
] as const)("a run %s", (_, lease, state, expected) => {
  expect(judged(NOW + lease, state)).toBe(expected);
});

test("a run that nobody claimed is interrupted, one that has ended is not", () => {
  const nobody = { runner: null, lease_expires: null };
  const around = { now: NOW, processState: () => "alive" as const };
  expect(isInterrupted({ status: "running", ...nobody }, around)).toBe(true);
  expect(isInterrupted({ status: "failed", ...nobody }, around)).toBe(false);
});
