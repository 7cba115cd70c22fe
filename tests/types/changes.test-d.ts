import { step } from "../../src/public/index.js";
import type { Ref, Settings } from "../../src/public/index.js";
import { equal } from "./equal.js";

const scale = step("scale", ({ size }: { size: number }) => size * 2);
const settings: Settings = { resources: { cpu_count: 2 } };

// A changed step is wired and tested like the one that it was made of.
const changed = scale
  .with({ name: "scale_slowly", enable_cache: false, settings, extra: { owner: "me" } })
  .configure({ enable_cache: true, extra: { team: ["a", "b"] } });
equal<ReturnType<typeof changed>, Ref<number>>(true);
equal<typeof changed.fn, typeof scale.fn>(true);
// @ts-expect-error the inputs are still checked
changed({ size: "2" });

// @ts-expect-error a name is no configuration
scale.configure({ name: "other" });
// @ts-expect-error a mistyped key
scale.with({ enable_cahce: false });
// @ts-expect-error not JSON
scale.with({ extra: { when: new Date() } });
// @ts-expect-error text is no flag
scale.configure({ enable_cache: "no" });
// @ts-expect-error a step has a name of its own
scale.name = "other";
