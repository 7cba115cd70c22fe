import { expect, test } from "vitest";
import { startPeople } from "../people.fixture.js";
import type { PeopleServer } from "../people.fixture.js";

const TOKENS = "/api/v2/tokens";
const STACKS = "/api/v2/projects/default/stacks";
const STACK = { name: "mine", shared: false, components: {} };

async function make(server: PeopleServer, token: string, body: object) {
  return server.ask(TOKENS, { method: "POST", token, body: { name: "ci", ...body } });
}

test("a token is shown once, kept as a hash, and says who asks", async () => {
  const server = await startPeople();
  const { token, user } = await server.join("ada");
  const made = await make(server, token, {});
  expect(made.body.token).toMatch(/^zen_[\w-]{43}$/);
  const [kept] = [...(await server.people.accounts.directory.all("api_token"))];
  expect(JSON.stringify(kept)).not.toContain(made.body.token);
  const listed = await server.ask(TOKENS, { token });
  expect(JSON.stringify(listed.body)).not.toContain(made.body.token);
  expect(listed.body.items[0]).toMatchObject({ name: "ci", prefix: made.body.token.slice(0, 10) });
  const me = await server.ask("/api/v2/me", { token: made.body.token });
  expect(me.body.user.id).toBe(user.id);
});

test("scopes narrow what a token may, an end and a revocation end it", async () => {
  const server = await startPeople();
  const { token } = await server.join("ada");
  const expires = "2026-01-02T00:00:00.000Z";
  const { body: reader } = await make(server, token, { scopes: ["read:*"], expires });
  const create = { method: "POST", token: reader.token, body: STACK };
  expect((await server.ask(STACKS, { token: reader.token })).status).toBe(200);
  expect((await server.ask(STACKS, create)).status).toBe(403);
  const { body: writer } = await make(server, token, { scopes: ["write:stack"] });
  expect((await server.ask(STACKS, { ...create, token: writer.token })).status).toBe(201);
  expect((await server.ask(STACKS, { token: writer.token })).status).toBe(403);
  await server.ask(`${TOKENS}/${writer.id}`, { method: "DELETE", token });
  expect((await server.ask(STACKS, { ...create, token: writer.token })).status).toBe(401);
  server.wait(86_400_000);
  expect((await server.ask(STACKS, { token: reader.token })).status).toBe(401);
});

test("a token makes no tokens, changes no passwords and no accounts", async () => {
  const server = await startPeople();
  const token = (await make(server, await server.admin(), {})).body.token;
  expect((await server.ask("/api/v2/users", { token })).status).toBe(200);
  expect((await make(server, token, {})).status).toBe(403);
  const post = (path: string, body: object) =>
    server.ask(`/api/v2${path}`, { method: "POST", token, body });
  const passwords = { old_password: "", new_password: "another password" };
  expect((await post("/change-password", passwords)).status).toBe(403);
  expect((await post("/accounts", { name: "eve", role: "admin" })).status).toBe(403);
});

test("tokens of others are not there, for administrators neither but to revoke them", async () => {
  const server = await startPeople();
  const [ada, bob] = [await server.join("ada"), await server.join("bob")];
  const { body: made } = await make(server, ada.token, {});
  const revoke = (token: string) => server.ask(`${TOKENS}/${made.id}`, { method: "DELETE", token });
  expect((await revoke(bob.token)).status).toBe(404);
  expect((await server.ask(`${TOKENS}?user=ada`, { token: bob.token })).status).toBe(403);
  expect((await make(server, bob.token, { user: "ada" })).status).toBe(403);
  expect((await make(server, await server.admin(), { user: "ada" })).status).toBe(403);
  expect((await revoke(await server.admin())).status).toBe(204);
});

test("a service account has no password and gets its tokens from an administrator", async () => {
  const server = await startPeople();
  const token = await server.admin();
  const body = { name: "robot", kind: "service", role: "editor" };
  const made = await server.ask("/api/v2/accounts", { method: "POST", token, body });
  expect(made.body).toMatchObject({ kind: "service", has_password: false });
  const robot = (await make(server, token, { user: "robot" })).body.token;
  const create = { method: "POST", token: robot, body: STACK };
  expect((await server.ask(STACKS, create)).body.user_id).toBe(made.body.id);
  const login = { name: "robot", password: "" };
  const entered = await server.ask("/api/v2/login", { method: "POST", body: login });
  expect(entered.status).toBe(401);
});

test("roles are given and taken, and the last administrator stays", async () => {
  const server = await startPeople();
  const token = await server.admin();
  const { user, token: ada } = await server.join("ada", null);
  expect((await server.ask(STACKS, { token: ada })).status).not.toBe(200);
  const roles = (await server.ask("/api/v2/roles", { token })).body.items;
  const id = (name: string) => roles.find((role: { name: string }) => role.name === name).id;
  const give = (body: object) =>
    server.ask("/api/v2/role_assignments", { method: "POST", token, body });
  const given = await give({ role_id: id("viewer"), user_id: user.id });
  expect((await server.ask(STACKS, { token: ada })).status).toBe(200);
  expect((await give({ role_id: id("viewer") })).status).toBe(400);
  const take = (assignment: string) =>
    server.ask(`/api/v2/role_assignments/${assignment}`, { method: "DELETE", token });
  expect((await take(given.body.id)).status).toBe(204);
  expect((await server.ask(STACKS, { token: ada })).status).not.toBe(200);
  const all = (await server.ask("/api/v2/role_assignments", { token })).body.items;
  const last = all.find((one: { role_id: string }) => one.role_id === id("admin"));
  expect((await take(last.id)).body.error.code).toBe("conflict");
  const off = { method: "PATCH", token, body: { active: false } };
  expect((await server.ask("/api/v2/accounts/default", off)).status).toBe(409);
});

test("a team's members have its roles", async () => {
  const server = await startPeople();
  const token = await server.admin();
  const { user, token: ada } = await server.join("ada", null);
  const roles = (await server.ask("/api/v2/roles?name=editor", { token })).body.items;
  const body = { name: "writers", members: [user.id] };
  const team = (await server.ask("/api/v2/teams", { method: "POST", token, body })).body;
  const assignment = { role_id: roles[0].id, team_id: team.id };
  await server.ask("/api/v2/role_assignments", { method: "POST", token, body: assignment });
  const create = { method: "POST", token: ada, body: STACK };
  expect((await server.ask(STACKS, create)).status).toBe(201);
});
