// Sharing a stack as a person does it: on a real terminal, where one is asked and answers.
import { afterAll, beforeAll, expect, test } from "vitest";
import { PASSWORD, servePeople } from "./served-people.js";
import type { Person, ServedPeople } from "./served-people.js";

let served: ServedPeople;
let ann: Person;
let ben: Person;
let env: NodeJS.ProcessEnv;
beforeAll(async () => {
  served = await servePeople();
  ann = await served.join("ann");
  ben = await served.join("ben");
  env = { ZENML_STORE_URL: served.url, ZENML_API_TOKEN: await served.logIn("ann", PASSWORD) };
  await ann.json("artifact-store", "register", "disk", "--flavor", "local");
  await ann.json("stack", "register", "ours", "-a", "disk", "-o", "default");
});
afterAll(() => served.stop());

const share = (answer: string) =>
  served.workspace.onTerminal(env, { question: "[y/N]", answer }, "stack", "share", "ours");
const seenBy = async (person: Person) =>
  (await person.json<{ name: string }[]>("stack", "list")).map(({ name }) => name).toSorted();

test("who is offered to share the components and says no shares nothing", async () => {
  const { code, stdout } = await share("n\n");
  expect(stdout.replace(/\s+/g, " ")).toContain(
    "these are not shared: artifact store 'disk', orchestrator 'default'. Share them too? [y/N]: ",
  );
  expect(stdout).toContain("Aborted!");
  expect(code).toBe(1);
  expect(await seenBy(ben)).toEqual(["default"]);
}, 30_000);

test("who says yes shares the stack and all that is in it", async () => {
  const { code, stdout } = await share("y\n");
  expect(stdout).toContain("Stack `ours` successfully shared!");
  expect(code).toBe(0);
  expect(await seenBy(ben)).toEqual(["default", "ours"]);
  const parts = await ben.json<{ name: string }[]>("artifact-store", "list");
  expect(parts.map(({ name }) => name)).toContain("disk");
}, 30_000);
