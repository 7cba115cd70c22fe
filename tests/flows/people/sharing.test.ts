// Two people at one server: what is shared is there for both, all else for its owner alone.
import { afterAll, beforeAll, expect, test } from "vitest";
import { servePeople } from "./served-people.js";
import type { Person, ServedPeople } from "./served-people.js";

let served: ServedPeople;
let ann: Person;
let ben: Person;
beforeAll(async () => {
  served = await servePeople();
  ann = await served.join("ann");
  ben = await served.join("ben");
});
afterAll(() => served.stop());

interface Row {
  readonly id: string;
  readonly name: string;
  readonly shared: boolean;
}

const stacksOf = async (person: Person) => {
  const rows = await person.json<Row[]>("stack", "list");
  return rows.map(({ name }) => name).toSorted();
};

test("each begins with a default stack of his own, and sees no other", async () => {
  expect(await stacksOf(ann)).toEqual(["default"]);
  expect(await stacksOf(ben)).toEqual(["default"]);
  const [hers] = await ann.json<Row[]>("stack", "list");
  const { code, stderr } = await ben.zenml("stack", "describe", hers?.id ?? "");
  expect(code).toBe(1);
  expect(stderr).toContain("There is no stack");
});

test("sharing a stack offers to share its components, and needs an answer", async () => {
  await ann.json("artifact-store", "register", "disk", "--flavor", "local");
  await ann.json("stack", "register", "ours", "-a", "disk", "-o", "default");
  const asked = await ann.zenml("stack", "share", "ours");
  expect(asked.code).toBe(2);
  expect(asked.stderr).toContain("artifact store 'disk', orchestrator 'default'");
  expect(await stacksOf(ben)).toEqual(["default"]);
  expect((await ann.zenml("stack", "share", "ours", "--yes")).stdout).toBe(
    "Stack `ours` successfully shared!\n",
  );
  expect(await stacksOf(ben)).toEqual(["default", "ours"]);
  const table = (await ben.zenml("stack", "list")).stdout;
  expect(table).toMatch(/STACK NAME .*STACK ID .*SHARED .*OWNER/);
  expect(table).toMatch(/ours .*✅ .*ann/);
  expect((await ben.zenml("artifact-store", "list")).stdout).toMatch(/disk .*✅ .*ann/);
});

test("what another shares is used and not changed, and one's own of its name comes first", async () => {
  expect((await ben.zenml("stack", "delete", "ours", "--yes")).code).toBe(1);
  expect((await ben.zenml("stack", "unshare", "ours")).stderr).toContain("belongs to another user");
  await ann.json("stack", "share", "default", "--yes");
  const { stdout } = await ben.zenml("stack", "list");
  expect(stdout.split("\n").filter((line) => line.includes("👉"))).toHaveLength(1);
  const rows = await ben.json<(Row & { user_id: string })[]>("stack", "list");
  const mine = await ben.json<Row>("stack", "describe", "default");
  const own = await ben.json<Row[]>("stack", "list", "--just-mine");
  expect(own.map(({ id }) => id)).toContain(mine.id);
  expect(rows.filter(({ name }) => name === "default")).toHaveLength(2);
});

test("a component of a shared stack stays shared until the stack is not", async () => {
  const early = await ann.zenml("artifact-store", "unshare", "disk");
  expect(early.code).toBe(1);
  expect(early.stderr).toContain("'ours'");
  await ann.json("stack", "unshare", "ours");
  expect(await stacksOf(ben)).not.toContain("ours");
  expect((await ann.zenml("artifact-store", "unshare", "disk")).code).toBe(0);
  expect((await ben.zenml("artifact-store", "list")).stdout).not.toContain("disk");
});

test("a stack that was to be shared when it is registered, and is not, leaves nothing behind", async () => {
  const parts = ["-a", "disk", "-o", "default", "--share"];
  expect((await ann.zenml("stack", "register", "later", ...parts)).code).toBe(2);
  expect(await stacksOf(ann)).not.toContain("later");
  const made = await ann.json<Row>("stack", "register", "later", ...parts, "--yes");
  expect(made.shared).toBe(true);
  expect(await stacksOf(ben)).toContain("later");
});
