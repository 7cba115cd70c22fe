import { expect, test } from "vitest";
import { memoryStore } from "../../testing/memory-store.js";
import type { ZenStore } from "../../store/zen-store.js";
import { endedRun } from "./tell-run.js";

test("the run that ended is read by whoever waits for a server that is away", async () => {
  const there = await memoryStore();
  const away: ZenStore["runs"] = new Proxy(there.runs, {
    get: () => async () => {
      throw new Error("the server is away");
    },
  });
  const said: string[] = [];
  const store: ZenStore = {
    ...there,
    runs: away,
    // The server is back while it is waited for.
    waiting: ({ milliseconds, tell }) => {
      expect(milliseconds).toBe(7000);
      tell?.("back");
      return there;
    },
  };
  const reading = endedRun(
    {
      openSession: async () => ({ store }),
      io: { env: { ZENML_SERVER_WAIT: "7" } },
      output: { notice: (text) => void said.push(text) },
    },
    "no such run",
  );
  await expect(reading).rejects.toMatchObject({ code: "not_found" });
  expect(said).toEqual([expect.stringContaining("answers again")]);
});
