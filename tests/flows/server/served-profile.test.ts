import { afterAll, beforeAll, expect, test } from "vitest";
import { makeMachine } from "./local-server.js";
import type { Machine } from "./local-server.js";

let machine: Machine;
beforeAll(async () => {
  machine = await makeMachine();
});
afterAll(() => machine.remove());

test("the profile that a running local server serves is not deleted before it is stopped", async () => {
  expect(await machine.up()).toMatchObject({ code: 0 });
  const refused = await machine.zenml("profile", "delete", "default", "--yes");
  expect(refused).toMatchObject({ code: 1 });
  expect(refused.stderr).toContain(`the local ZenML server (${machine.url}) serves it`);
  expect(refused.stderr).toContain("zenml down");
  expect(refused.stderr).toContain(`Connected to the ZenML server: '${machine.url}'`);
  expect(await machine.zenml("stack", "list")).toMatchObject({ code: 0 });
});
