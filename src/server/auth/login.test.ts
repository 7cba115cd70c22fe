import { expect, test } from "vitest";
import { PASSWORD, startPeople } from "../people.fixture.js";
import type { PeopleServer } from "../people.fixture.js";

const LOGIN = "/api/v2/login";
const ME = "/api/v2/me";

function login({ ask }: PeopleServer, name: string, password: string, peer = "127.0.0.1") {
  return ask(LOGIN, { method: "POST", body: { name, password }, from: { peer } });
}

test("who has the password gets a token that says who he is", async () => {
  const server = await startPeople();
  const { user, token } = await server.join("ada");
  const me = await server.ask(ME, { token });
  expect(me.body).toMatchObject({ user: { id: user.id, name: "ada" }, csrf_token: null });
  expect(token).toMatch(/^zenl_/);
});

test("a wrong password, an unknown user and one without account are told the same", async () => {
  const server = await startPeople();
  await server.join("ada");
  await server.ask("/api/v2/users", {
    method: "POST",
    token: await server.admin(),
    body: { name: "owner" },
  });
  const answers = [
    await login(server, "ada", "wrong password"),
    await login(server, "nobody", PASSWORD),
    await login(server, "owner", ""),
  ];
  for (const { status, body } of answers) {
    expect(status).toBe(401);
    expect(body).toEqual(answers[0]?.body);
  }
});

test("an empty password is one on loopback alone, for the first user alone", async () => {
  const server = await startPeople();
  expect((await login(server, "default", "")).status).toBe(200);
  const from = { peer: "192.0.2.1", loopback: false };
  const body = { name: "default", password: "" };
  expect((await server.ask(LOGIN, { method: "POST", body, from })).status).toBe(401);
  expect((await login(server, "default", "x")).status).toBe(401);
  await server.join("ada");
  expect((await login(server, "ada", "")).status).toBe(401);
});

test("where others reach the server nobody gets in without a password", async () => {
  const server = await startPeople({ isLocal: false });
  expect((await login(server, "default", "")).status).toBe(401);
  const { activation } = server.people;
  const body = {
    name: "default",
    token: activation?.activation_token,
    password: PASSWORD,
  };
  expect((await server.ask("/api/v2/activate", { method: "POST", body })).status).toBe(200);
  expect((await login(server, "default", PASSWORD)).status).toBe(200);
  // Once.
  const again = { ...body, password: "another password" };
  expect((await server.ask("/api/v2/activate", { method: "POST", body: again })).status).toBe(401);
});

test("the first password may come from outside, and then there is no token", async () => {
  const server = await startPeople({ isLocal: false, adminPassword: PASSWORD });
  expect(server.people.activation).toBeUndefined();
  expect((await login(server, "default", PASSWORD)).status).toBe(200);
  await expect(startPeople({ adminPassword: "short" })).rejects.toMatchObject({
    code: "invalid_input",
  });
});

test("an activation token ends after a week", async () => {
  const server = await startPeople();
  const made = await server.ask("/api/v2/accounts", {
    method: "POST",
    token: await server.admin(),
    body: { name: "ada" },
  });
  const body = { name: "ada", token: made.body.activation_token, password: PASSWORD };
  server.wait(8 * 86_400_000);
  expect((await server.ask("/api/v2/activate", { method: "POST", body })).status).toBe(401);
});

test("logins end by logout, by their end and by a new password, everywhere", async () => {
  const server = await startPeople();
  const { token } = await server.join("ada");
  const status = async (one: string) => (await server.ask(ME, { token: one })).status;
  const second = (await login(server, "ada", PASSWORD)).body.token;
  await server.ask("/api/v2/logout", { method: "POST", token: second });
  expect([await status(token), await status(second)]).toEqual([200, 401]);

  const third = (await login(server, "ada", PASSWORD)).body.token;
  const body = { old_password: PASSWORD, new_password: "another password" };
  const changed = await server.ask("/api/v2/change-password", { method: "POST", token, body });
  expect(await status(changed.body.token)).toBe(200);
  expect([await status(token), await status(third)]).toEqual([401, 401]);
  expect((await login(server, "ada", PASSWORD)).status).toBe(401);
  server.wait(86_400_001);
  expect(await status(changed.body.token)).toBe(401);
});

test("a login of somebody who may not log in any more ends at once", async () => {
  const server = await startPeople();
  const { token } = await server.join("ada");
  const admin = await server.admin();
  const off = { method: "PATCH", token: admin, body: { active: false } };
  expect((await server.ask("/api/v2/accounts/ada", off)).status).toBe(200);
  expect((await server.ask(ME, { token })).status).toBe(401);
  expect((await login(server, "ada", PASSWORD)).status).toBe(401);
});

test("an account takes ten tries in a quarter of an hour, also from many peers", async () => {
  const server = await startPeople();
  await server.join("ada");
  for (let peer = 0; peer < 10; peer++) {
    expect((await login(server, "ada", "wrong", `192.0.2.${peer}`)).status).toBe(401);
  }
  const refused = await login(server, "ada", PASSWORD, "192.0.2.99");
  expect([refused.status, refused.body.error.code]).toEqual([429, "too_many_requests"]);
  expect(Number(refused.headers.get("Retry-After"))).toBeGreaterThan(800);
  server.wait(900_000);
  expect((await login(server, "ada", PASSWORD)).status).toBe(200);
});

test("tries that are made at once are counted too", async () => {
  const server = await startPeople({ tries: { perAccount: 3, perPeer: 50 } });
  const answers = await Promise.all(
    Array.from({ length: 5 }, () => login(server, "nobody", "guess")),
  );
  expect(answers.filter(({ status }) => status === 401)).toHaveLength(3);
  expect(answers.filter(({ status }) => status === 429)).toHaveLength(2);
});

test("a peer takes so many tries, whatever accounts it tries", async () => {
  const server = await startPeople({ tries: { perAccount: 10, perPeer: 4 } });
  const names = Array.from({ length: 6 }, (_, index) => `user ${index}`);
  // An address of each network of one subscriber is one peer.
  const answers = [];
  for (const [index, name] of names.entries()) {
    answers.push(await login(server, name, "guess", `2001:db8:1:2::${index}`));
  }
  expect(answers.filter(({ status }) => status === 429)).toHaveLength(2);
  expect((await login(server, "user x", "guess", "2001:db8:9:9::1")).status).toBe(401);
});

test("tries at changing a password are counted as well", async () => {
  const server = await startPeople({ tries: { perAccount: 3, perPeer: 50 } });
  const { token } = await server.join("ada");
  const body = { old_password: "wrong", new_password: "another password" };
  const change = () => server.ask("/api/v2/change-password", { method: "POST", token, body });
  for (let count = 0; count < 3; count++) expect((await change()).status).toBe(401);
  expect((await change()).status).toBe(429);
});

test("a browser's login is a cookie that no script reads, and writing takes a second token", async () => {
  const server = await startPeople();
  await server.join("ada");
  const body = { name: "ada", password: PASSWORD, cookie: true };
  const { headers, body: answer } = await server.ask(LOGIN, { method: "POST", body });
  const set = headers.get("Set-Cookie") ?? "";
  expect(set).toMatch(/^zenml_session=zenl_.*; Path=\/; .*HttpOnly; SameSite=Strict$/);
  expect(answer.token).toBeUndefined();
  const Cookie = set.split(";")[0] ?? "";
  const me = await server.ask(ME, { headers: { Cookie } });
  expect(me.body.csrf_token).toBe(answer.csrf_token);
  const stack = { name: "mine", shared: false, components: {} };
  const make = (more: Record<string, string>) =>
    server.ask("/api/v2/projects/default/stacks", {
      method: "POST",
      body: stack,
      headers: { Cookie, ...more },
    });
  expect((await make({})).status).toBe(403);
  expect((await make({ "X-CSRF-Token": "guess" })).status).toBe(403);
  expect((await make({ "X-CSRF-Token": answer.csrf_token })).status).toBe(201);
});

test("over TLS the cookie is for TLS alone", async () => {
  const server = await startPeople();
  const body = { name: "default", password: "", cookie: true };
  const asked = { method: "POST", body, from: { secure: true } };
  const set = (await server.ask(LOGIN, asked)).headers.get("Set-Cookie") ?? "";
  expect(set).toMatch(/^__Host-zenml_session=.*; Secure$/);
});

test("bodies before login are small and strict", async () => {
  const server = await startPeople();
  const large = { name: "ada", password: "x".repeat(20_000) };
  expect((await server.ask(LOGIN, { method: "POST", body: large })).status).toBe(413);
  const more = { name: "ada", password: "x", role: "admin" };
  const { status, body } = await server.ask(LOGIN, { method: "POST", body: more });
  expect([status, body.error.details.problems[0].field]).toEqual([400, "role"]);
});

test("no answer holds a hash, whoever asks", async () => {
  const server = await startPeople();
  await server.join("ada");
  const token = await server.admin();
  const secret = /argon2|_hash/;
  for (const path of ["/accounts", "/accounts/ada", "/users", "/tokens", "/me", "/audit_entries"]) {
    const answer = await server.ask(`/api/v2${path}`, { token });
    expect([path, answer.status]).toEqual([path, 200]);
    expect(JSON.stringify(answer.body)).not.toMatch(secret);
  }
});
