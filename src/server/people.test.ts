import { expect, test } from "vitest";
import { PASSWORD, startPeople } from "./people.fixture.js";
import type { PeopleServer } from "./people.fixture.js";

const PROJECT = "/api/v2/projects/default";
const COMPONENT = { type: "orchestrator", flavor: "local", configuration: {}, shared: false };

async function make(server: PeopleServer, token: string, path: string, body: object) {
  return server.ask(`${PROJECT}${path}`, { method: "POST", token, body });
}

test("two people may give one name; it means one's own, and what is shared has its id", async () => {
  const server = await startPeople();
  const [ada, bob] = [await server.join("ada"), await server.join("bob")];
  const stack = { name: "gpu", shared: true, components: {} };
  const adas = (await make(server, ada.token, "/stacks", stack)).body;
  const bobs = (await make(server, bob.token, "/stacks", { ...stack, shared: false })).body;
  const look = async (token: string, reference: string) =>
    (await server.ask(`${PROJECT}/stacks/look-up?reference=${reference}`, { token })).body.id;
  expect(await look(ada.token, "gpu")).toBe(adas.id);
  expect(await look(bob.token, "gpu")).toBe(bobs.id);
  expect(await look(bob.token, adas.id.slice(0, 12))).toBe(adas.id);
  expect(await look(ada.token, bobs.id)).toBeUndefined();
});

test("a stack is shared when its components are, and they stay shared as long as it is", async () => {
  const server = await startPeople();
  const { token } = await server.join("ada");
  const component = (await make(server, token, "/components", { ...COMPONENT, name: "mine" })).body;
  const components = { orchestrator: { id: component.id, name: "mine" } };
  const stack = (await make(server, token, "/stacks", { name: "gpu", shared: false, components }))
    .body;
  const set = (path: string, shared: boolean) =>
    server.ask(`${PROJECT}${path}`, { method: "PATCH", token, body: { set: { shared } } });
  const refused = await set(`/stacks/${stack.id}`, true);
  expect(refused.body.error).toMatchObject({
    code: "conflict",
    details: { unshared: [{ id: component.id, type: "orchestrator" }] },
  });
  const changes = [
    { op: "update", resource: "component", id: component.id, set: { shared: true } },
    { op: "update", resource: "stack", id: stack.id, set: { shared: true } },
  ];
  expect((await make(server, token, "/commit", { changes })).status).toBe(204);
  expect((await set(`/components/${component.id}`, false)).body.error.code).toBe("in_use");
});

test("nobody builds on what he does not see", async () => {
  const server = await startPeople();
  const [ada, bob] = [await server.join("ada"), await server.join("bob")];
  const { id } = (await make(server, ada.token, "/components", { ...COMPONENT, name: "mine" }))
    .body;
  const components = { orchestrator: { id, name: "mine" } };
  const stolen = await make(server, bob.token, "/stacks", { name: "x", shared: false, components });
  expect([stolen.status, stolen.body.error.code]).toEqual([404, "not_found"]);
});

test("what the server keeps about itself goes in by no other door", async () => {
  const server = await startPeople();
  const token = await server.admin();
  const { user } = await server.join("ada");
  const account = await server.people.accounts.directory.accountOf(user.id);
  const entity = server.people.accounts.newAccount(user.id);
  const changes = [
    { op: "create", resource: "account", entity },
    { op: "update", resource: "account", id: account?.id, set: { password_hash: "" } },
    { op: "delete", resource: "audit_entry", id: entity.id },
  ];
  for (const change of changes) {
    const { status } = await make(server, token, "/commit", { changes: [change] });
    expect([change.resource, status]).toEqual([change.resource, 400]);
  }
  for (const path of ["/api_tokens", "/login_sessions", `/audit_entries/${entity.id}`]) {
    const { status } = await server.ask(`/api/v2${path}`, { token });
    expect([path, status]).toEqual([path, 404]);
  }
});

test("what was done is written down: who, what, to whom, from where", async () => {
  const server = await startPeople();
  const { token, user } = await server.join("ada");
  const stack = (
    await make(server, token, "/stacks", { name: "gpu", shared: false, components: {} })
  ).body;
  const path = `${PROJECT}/stacks/${stack.id}`;
  const headers = { "X-Request-Id": "req-1" };
  const from = { peer: "192.0.2.7" };
  const body = { set: { shared: true } };
  await server.ask(path, { method: "PATCH", token, body, headers, from });
  await server.ask("/api/v2/login", { method: "POST", body: { name: "ada", password: "wrong" } });
  const list = async (query: string) => {
    const answer = await server.ask(`/api/v2/audit_entries${query}`, {
      token: await server.admin(),
    });
    return answer.body.items;
  };
  expect((await list("?action=share"))[0]).toMatchObject({
    actor_id: user.id,
    actor_name: "ada",
    resource: "stack",
    target_id: stack.id,
    target_name: "gpu",
    peer: "192.0.2.7",
    request_id: "req-1",
  });
  expect((await list("?action=login_failed"))[0]).toMatchObject({ target_name: "ada" });
  expect(await list(`?actor_name=ada&action=in:login,create`)).toHaveLength(2);
  expect((await server.ask("/api/v2/audit_entries", { token })).status).toBe(403);
});

test("a change that is refused is not written down as done", async () => {
  const server = await startPeople();
  const { token } = await server.join("ada");
  const stack = { name: "gpu", shared: false, components: {} };
  await make(server, token, "/stacks", stack);
  expect((await make(server, token, "/stacks", stack)).status).toBe(409);
  const path = "/api/v2/audit_entries?action=create&resource=stack";
  const { body } = await server.ask(path, { token: await server.admin() });
  expect(body.items).toHaveLength(1);
});

test("with a user goes everything by which he got in, and the last administrator stays", async () => {
  const server = await startPeople();
  const token = await server.admin();
  const { user, token: ada } = await server.join("ada");
  const remove = (id: string) => server.ask(`/api/v2/users/${id}`, { method: "DELETE", token });
  expect((await remove(user.id)).status).toBe(204);
  expect((await server.ask("/api/v2/me", { token: ada })).status).toBe(401);
  const { directory } = server.people.accounts;
  for (const resource of ["account", "role_assignment", "login_session"] as const) {
    expect(await directory.all(resource, { user_id: user.id })).toEqual([]);
  }
  expect((await remove(server.defaults.user.id)).body.error.code).toBe("conflict");
});

test("built-in roles stay as they are", async () => {
  const server = await startPeople();
  const token = await server.admin();
  const { body } = await server.ask("/api/v2/roles?name=viewer", { token });
  const path = `/api/v2/roles/${body.items[0].id}`;
  const change = { method: "PATCH", token, body: { set: { permissions: ["administer"] } } };
  expect((await server.ask(path, change)).status).toBe(403);
  expect((await server.ask(path, { method: "DELETE", token })).status).toBe(403);
  const own = { name: "runner", permissions: ["read:*", "everything"] };
  const made = await server.ask("/api/v2/roles", { method: "POST", token, body: own });
  expect(made.status).toBe(400);
});

test("who is no administrator makes nobody one", async () => {
  const server = await startPeople();
  const { user, token } = await server.join("ada");
  const roles = (await server.ask("/api/v2/roles?name=admin", { token })).body.items;
  const body = { role_id: roles[0].id, user_id: user.id };
  const assign = { method: "POST", token, body };
  expect((await server.ask("/api/v2/role_assignments", assign)).status).toBe(403);
  const account = {
    method: "POST",
    token,
    body: { name: "eve", role: "admin", password: PASSWORD },
  };
  expect((await server.ask("/api/v2/accounts", account)).status).toBe(403);
  const teams = { method: "POST", token, body: { name: "mine", members: [user.id] } };
  expect((await server.ask("/api/v2/teams", teams)).status).toBe(403);
});
