// A sample of the sweep that `node scripts/crash-sweep.mjs` makes of every point.
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { CrashLab } from "./crash.js";
import { SHAPES } from "./shapes.js";

let lab: CrashLab;
beforeAll(async () => {
  lab = await CrashLab.open(join(import.meta.dirname, "../.."));
});
afterAll(() => lab.close());

/** The same numbers for the same seed: a failure can be seen again. */
function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1_664_525 + 1_013_904_223) % 2 ** 32;
    return state / 2 ** 32;
  };
}

const SAMPLE = 3;

test.each(SHAPES.map((shape, index) => [shape, index] as const))(
  "a run of shape '%s' that is killed ends as one that is not, and does nothing twice",
  async (shape, index) => {
    const next = random(index + 1);
    const whole = await lab.uncrashed(shape);
    expect(whole.state.status).toBe("completed");
    for (let count = 0; count < SAMPLE; count++) {
      const point = 1 + Math.floor(next() * whole.labels.length);
      expect(await lab.crash(shape, point, whole)).toMatchObject({ problems: [] });
    }
  },
);

test("a run that is killed, and again when it goes on, ends as one that is not", async () => {
  const whole = await lab.uncrashed("map");
  const point = Math.floor(whole.labels.length / 2);
  expect(await lab.crash("map", point, whole, 20)).toMatchObject({ problems: [] });
});
