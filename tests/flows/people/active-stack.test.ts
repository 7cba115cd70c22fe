// Which stack of several people is active: whose it is decides, not what it is called.
import { afterAll, beforeAll, expect, test } from "vitest";
import { PASSWORD, servePeople } from "./served-people.js";
import type { Person, ServedPeople } from "./served-people.js";

interface Row {
  readonly id: string;
  readonly name: string;
  readonly active?: boolean;
}

let served: ServedPeople;
let ann: Person;
let ben: ServedPeople["workspace"];
beforeAll(async () => {
  served = await servePeople();
  ann = await served.join("ann");
  await served.join("ben");
  ben = served.workspace;
  const connect = ["connect", "--url", served.url, "--username", "ben", "--password", PASSWORD];
  expect((await ben.zenml(...connect)).code).toBe(0);
  await ann.json("stack", "copy", "default", "ours");
});
afterAll(() => served.stop());

const share = (stack: string) => ann.json<Row>("stack", "share", stack, "--yes");
const activeId = async () => ((await ben.json("stack", "get")) as Row).id;
const mine = async () => ((await ben.json("stack", "describe", "default")) as Row).id;

test("a stack that another shares stays the active one when one's own gets its name", async () => {
  const { id } = await share("ours");
  expect((await ben.zenml("stack", "set", id)).stdout).toBe("Active stack set to: 'ours'\n");
  await ben.json("stack", "copy", "default", "ours");
  expect(await activeId()).toBe(id);
  expect((await ben.zenml("stack", "get")).stdout).toBe("The active stack is: 'ours'\n");
  expect((await ben.zenml("status")).stdout).toContain(`ours (${id})`);
  expect((await ben.zenml("stack", "describe")).stdout).toContain("'ours' stack (ACTIVE)");
  // The name alone is one's own; an id, or the beginning of one, is that very one.
  const own = (await ben.json("stack", "describe", "ours")) as Row;
  expect(own.id).not.toBe(id);
  expect((await ben.json("stack", "describe", id)) as Row).toMatchObject({ id });
  await ben.zenml("stack", "set", "ours");
  expect(await activeId()).toBe(own.id);
  await ben.zenml("stack", "set", id.slice(0, 10));
  expect(await activeId()).toBe(id);
});

test("a stack that is not shared any more is not left active", async () => {
  await ann.json("stack", "unshare", "ours");
  const { code, stdout, stderr } = await ben.zenml("stack", "get");
  expect([code, stdout]).toEqual([0, "The active stack is: 'default'\n"]);
  expect(stderr).toContain("is no longer available. Resetting the active stack to default.");
  expect(await activeId()).toBe(await mine());
});

test.each([
  ["through a team", ["role", "assign", "editor", "--team", "birders", "--project", "birds"]],
  ["with a role everywhere", ["role", "assign", "editor", "--user", "cat"]],
])("who gets into a project %s finds a default stack of his own there", async (_way, assign) => {
  const [name, project] = assign.includes("--team") ? ["bea", "birds"] : ["cat", "fish"];
  const person = await served.join(name, "--role", "none");
  await served.admin.json("project", "create", project);
  if (assign.includes("--team")) {
    await served.admin.json("team", "create", "birders");
    await served.admin.json(...assign);
    await served.admin.json("team", "add", "birders", "--user", name);
  } else await served.admin.json(...assign);
  const rows = await person.json<Row[]>("stack", "list", "--project", project);
  expect(rows.map((row) => row.name)).toEqual(["default"]);
  const active = await person.json<Row>("stack", "get", "--project", project);
  expect(rows.map(({ id }) => id)).toEqual([active.id]);
  expect(await person.json<Row[]>("stack", "list", "--project", project)).toHaveLength(1);
});
