// Users, tokens, roles and teams of a server, as they are typed.
import { afterAll, beforeAll, expect, test } from "vitest";
import { PASSWORD, servePeople } from "./served-people.js";
import type { ServedPeople } from "./served-people.js";

let served: ServedPeople;
beforeAll(async () => {
  served = await servePeople();
});
afterAll(() => served.stop());

interface Named {
  readonly id: string;
  readonly name: string;
}

test("an invited user chooses a password with a token that is shown once and good once", async () => {
  const { admin, workspace, url } = served;
  const made = await admin.zenml("user", "create", "alice");
  expect(made.code).toBe(0);
  const [, token = ""] = /--activation-token (\S+)/.exec(made.stdout) ?? [];
  expect((await admin.zenml("user", "describe", "alice", "-o", "json")).stdout).not.toContain(
    token,
  );
  const connect = ["connect", "--url", url, "--username", "alice", "--activation-token", token];
  expect((await workspace.zenml(...connect, "--password", PASSWORD)).code).toBe(0);
  expect((await workspace.zenml("user", "get")).stdout).toContain("'alice'");
  expect((await workspace.zenml(...connect, "--password", "another one")).code).toBe(1);
  const stacks = (await workspace.json("stack", "list")) as Named[];
  expect(stacks.map(({ name }) => name)).toEqual(["default"]);
  const changed = await workspace.zenmlIn(
    { ZENML_STORE_PASSWORD: PASSWORD, ZENML_NEW_PASSWORD: "battery staple horse" },
    "user",
    "change-password",
  );
  expect(changed).toMatchObject({ code: 0 });
  await expect(served.logIn("alice", PASSWORD)).rejects.toThrow(/unauthenticated/);
  // The profile goes on with the login that the change began.
  expect((await workspace.zenml("stack", "list")).code).toBe(0);
  await workspace.zenml("disconnect");
});

test("the line to log in with is one that a shell takes, whatever the name", async () => {
  const made = await served.admin.zenml("user", "create", "Zoë o'Hara");
  expect(made.stdout).toContain(String.raw`--username 'Zoë o'\''Hara' --activation-token`);
});

test("who may not log in any more is let in no more, and a reset gives another token", async () => {
  const carol = await served.join("carol");
  expect((await served.admin.zenml("user", "update", "carol", "--no-active")).code).toBe(0);
  expect((await carol.zenml("stack", "list")).code).toBe(1);
  await served.admin.json("user", "update", "carol", "--active", "--full-name", "Carol C");
  const reset = await served.admin.zenml("user", "reset-password", "carol", "--yes");
  expect(reset.stdout).toContain("--activation-token");
  await expect(served.logIn("carol", PASSWORD)).rejects.toThrow(/unauthenticated/);
  expect((await served.admin.zenml("user", "describe", "carol")).stdout).toContain("Carol C");
});

test("an API token is shown once, narrowed by its scopes, and ends when it is revoked", async () => {
  const dora = await served.join("dora");
  const made = ["token", "create", "ci", "--scope", "read:*", "--expires", "1d"];
  const token = (await dora.zenml(...made)).stdout.trim();
  const ci = served.as(token);
  expect((await ci.zenml("stack", "list")).code).toBe(0);
  const denied = await ci.zenml("orchestrator", "register", "x", "--flavor", "local");
  expect(denied.stderr).toContain("may not change");
  expect((await ci.zenml("token", "create", "more")).code).toBe(1);
  const listed = await dora.zenml("token", "list", "-o", "json");
  expect(listed.stdout).not.toContain(token);
  expect((await dora.zenml("token", "list")).stdout).toMatch(/ci .*read:\*.* valid/);
  expect((await dora.zenml("token", "revoke", "ci", "--yes")).code).toBe(0);
  expect((await ci.zenml("stack", "list")).code).toBe(1);
  expect((await dora.zenml("token", "revoke", "nothing", "--yes")).stderr).toContain(
    "There is no API token 'nothing'",
  );
});

test("roles are given to users and teams, everywhere or in a project, and taken away", async () => {
  const { admin } = served;
  const eve = await served.join("eve", "--role", "none");
  expect((await eve.zenml("stack", "list")).code).toBe(1);
  await admin.json("role", "create", "reader", "-p", "read:*");
  await admin.json("team", "create", "readers");
  await admin.json("team", "add", "readers", "--user", "eve");
  expect((await admin.zenml("team", "describe", "readers")).stdout).toContain("eve");
  await served.join("gus", "--role", "none");
  const stranger = await admin.zenml("team", "remove", "readers", "--user", "eve", "--user", "gus");
  expect(stranger).toMatchObject({ code: 1, stdout: "" });
  expect(stranger.stderr).toContain("'gus' is no member of team 'readers'.");
  expect((await admin.zenml("team", "describe", "readers")).stdout).toContain("eve");
  const assign = ["role", "assign", "reader", "--team", "readers"];
  expect((await admin.zenml(...assign)).stdout).toBe("Assigned role 'reader' to team 'readers'.\n");
  // Twice is once.
  await admin.json(...assign);
  const list = ["role", "assignment", "list", "--role", "reader"];
  expect(await admin.json(...list)).toHaveLength(1);
  expect((await eve.zenml("stack", "list")).code).toBe(0);
  expect((await admin.zenml("role", "delete", "reader", "--yes")).code).toBe(1);
  await admin.json("role", "revoke", "reader", "--team", "readers");
  expect((await eve.zenml("stack", "list")).code).toBe(1);
  expect((await admin.zenml("role", "delete", "reader", "--yes")).code).toBe(0);
  expect((await eve.zenml("role", "create", "mine")).code).toBe(1);
  await admin.json("project", "create", "vision");
  await admin.json("role", "assign", "editor", "--user", "eve", "--project", "vision");
  const stacks = await eve.json<Named[]>("stack", "list", "--project", "vision");
  expect(stacks.map(({ name }) => name)).toEqual(["default"]);
});

test("the audit log says who did what, to administrators alone", async () => {
  const frank = await served.join("frank");
  const list = ["audit", "list", "--filter", "resource=user", "--limit", "500"];
  const entries = await served.admin.json<{ action: string; target_name: string }[]>(...list);
  expect(entries).toContainEqual(
    expect.objectContaining({ action: "create", target_name: "frank", actor_name: "default" }),
  );
  const newest = await served.admin.zenml("audit", "list", "--limit", "3");
  expect(newest.stdout).toContain("frank");
  expect(newest.stderr).toContain("more than 3 audit entries");
  const refused = await frank.zenml("audit", "list");
  expect(refused.code).toBe(1);
  expect(refused.stderr).toContain("may not see an audit entry");
});

test.each([
  ["user", "change-password"],
  ["user", "update", "default", "--full-name", "x"],
  ["user", "create", "x", "--password", PASSWORD],
  ["token", "list"],
  ["token", "create", "x"],
  ["role", "list"],
  ["role", "assign", "admin", "--user", "default"],
  ["team", "create", "x"],
  ["audit", "list"],
])("without a server, 'zenml %s %s' says how to get one", async (...words) => {
  const { code, stderr } = await served.workspace.zenml(...words, "--profile", "default");
  expect(code).toBe(1);
  expect(stderr).toMatch(/Hint: .*zenml up.*zenml connect/);
});
