// Every route of the server × who asks × whose it is. What is expected is said here once more, in few
// words, and not taken from the code that decides.
import { beforeAll, describe, expect, test } from "vitest";
import { collectionPath } from "../../src/domain/api.js";
import type { Change } from "../../src/domain/change.js";
import type { Entities, OpenName } from "../../src/domain/resources.js";
import { RESOURCES, RESOURCE_NAMES } from "../../src/domain/resources.js";
import { startPeople } from "../../src/server/people.fixture.js";
import type { PeopleServer } from "../../src/server/people.fixture.js";
import { hashToken } from "../../src/server/auth/secret-token.js";
import { VERBS } from "../../src/server/routes/resource-routes.js";
import type { Verb } from "../../src/server/routes/resource-routes.js";
import type { ZenStore } from "../../src/store/zen-store.js";
import { Samples } from "./zen-store/samples.js";

interface May {
  /** Whether the project of the test is there for him. */
  readonly project: boolean;
  readonly read: boolean;
  /** Kinds of things that he changes there; `*`: all that people make. */
  readonly write: readonly string[];
  /** Whether he changes users, projects, roles, teams. */
  readonly administer: boolean;
  /** Whether he sees what others keep to themselves. */
  readonly others: boolean;
  /** Whether he sees who and what there is on the server. */
  readonly any: boolean;
}

const NOTHING: May = {
  project: false,
  read: false,
  write: [],
  administer: false,
  others: false,
  any: false,
};
const READER: May = { ...NOTHING, project: true, read: true, any: true };
const EDITOR: May = { ...READER, write: ["*"] };

/** Who asks: what he was given, and what follows. */
const ASKERS = {
  nobody: { may: NOTHING },
  "without role": { may: NOTHING },
  viewer: { role: "viewer", may: READER },
  editor: { role: "editor", may: EDITOR },
  admin: { role: "admin", may: { ...EDITOR, administer: true, others: true } },
  "editor of this project": { role: "editor", project: "here", may: EDITOR },
  "viewer of this project": { role: "viewer", project: "here", may: READER },
  "admin of this project": { role: "admin", project: "here", may: { ...EDITOR, others: true } },
  "admin of another project": {
    role: "admin",
    project: "elsewhere",
    may: { ...NOTHING, any: true },
  },
  "editor by his team": { role: "editor", team: true, may: EDITOR },
  "of a role of one's own": {
    permissions: ["read:*", "write:run"],
    may: { ...READER, write: ["run"] },
  },
  "editor with a token to read": { role: "editor", scopes: ["read:*"], may: READER },
} as const satisfies Record<string, Asker>;
type AskerName = keyof typeof ASKERS;

interface Asker {
  readonly may: May;
  readonly role?: string;
  readonly permissions?: readonly string[];
  readonly project?: "here" | "elsewhere";
  readonly team?: boolean;
  readonly scopes?: readonly string[];
}

const OWNERSHIPS = ["own", "other", "shared", "elsewhere"] as const;
type Ownership = (typeof OWNERSHIPS)[number];

const ASKER_NAMES = Object.keys(ASKERS) as readonly AskerName[];

let server: PeopleServer;
let here: ZenStore;
let elsewhere: ZenStore;
let samplesHere: Samples;
let samplesElsewhere: Samples;
const users = new Map<string, string>();
let asked = 0;

beforeAll(async () => {
  server = await startPeople();
  const { user } = server.defaults;
  const root = { user_id: user.id, user_name: user.name, role: "admin" } as const;
  here = await server.people.stores.inProject(root, "default");
  const project = await here.projects.create({ name: "elsewhere", description: "" });
  elsewhere = await server.people.stores.inProject(root, project.id);
  samplesHere = new Samples(here);
  samplesElsewhere = new Samples(elsewhere);
  for (const name of ["owner", ...ASKER_NAMES]) await makeUser(name);
});

async function makeUser(name: string): Promise<void> {
  const { id } = await here.users.create({ name });
  users.set(name, id);
  const { accounts } = server.people;
  const { role, permissions, project, team }: Asker = ASKERS[name as AskerName] ?? { may: NOTHING };
  const own =
    permissions &&
    (await here.roles.create({ name: `role of ${name}`, permissions: [...permissions] }));
  const role_id = own?.id ?? (role && (await here.roles.get(role)).id);
  const changes = [{ op: "create", resource: "account", entity: accounts.newAccount(id) } as const];
  await accounts.write(changes, { action: "create", resource: "user" });
  if (role_id === undefined) return;
  const members =
    team === true ? await here.teams.create({ name: `team of ${name}`, members: [id] }) : undefined;
  const now = new Date().toISOString();
  const entity = {
    id: crypto.randomUUID(),
    created: now,
    updated: now,
    role_id,
    user_id: members === undefined ? id : null,
    team_id: members?.id ?? null,
    project_id:
      project === undefined ? null : (project === "here" ? here : elsewhere).scope.project_id,
  };
  const assign = { op: "create", resource: "role_assignment", entity } as const;
  await accounts.write([assign], { action: "assign", resource: "role_assignment" });
}

/** A new one each time, since some routes end it. */
async function tokenOf(name: AskerName): Promise<string | undefined> {
  if (name === "nobody") return undefined;
  const { scopes }: Asker = ASKERS[name];
  const token = `${scopes === undefined ? "zenl_" : "zen_"}${crypto.randomUUID()}`;
  const [created, user_id] = [new Date(Date.UTC(2026, 0, 1)).toISOString(), users.get(name) ?? ""];
  const base = { id: crypto.randomUUID(), created, updated: created, user_id };
  const token_hash = hashToken(token);
  const expires = "2099-01-01T00:00:00.000Z";
  const change: Change =
    scopes === undefined
      ? {
          op: "create",
          resource: "login_session",
          entity: { ...base, token_hash, expires, peer: "" },
        }
      : {
          op: "create",
          resource: "api_token",
          entity: {
            ...base,
            name,
            prefix: "",
            token_hash,
            scopes: [...scopes],
            expires,
            revoked: null,
          },
        };
  await server.people.accounts.write([change], { action: "login", resource: "user" });
  return token;
}

async function make<Name extends OpenName>(
  resource: Name,
  ownership: Ownership,
  asker: AskerName,
): Promise<Entities[Name]> {
  asked += 1;
  const { scope, shareable } = RESOURCES[resource];
  const samples = ownership === "elsewhere" ? samplesElsewhere : samplesHere;
  const owner = users.get(ownership === "own" ? asker : "owner");
  const owned = scope === "project" ? { user_id: owner } : {};
  const shared = shareable === true ? { shared: ownership === "shared" } : {};
  const stack = resource === "stack" ? { components: {} } : {};
  return samples.create(resource, asked * 2, { ...owned, ...shared, ...stack } as never);
}

const isAdministered = (resource: OpenName) => RESOURCES[resource].scope === "global";

function mayRead(resource: OpenName, { project, read, any }: May): boolean {
  return isAdministered(resource) ? any : project && read;
}

function mayWrite(resource: OpenName, { write, administer }: May): boolean {
  if (isAdministered(resource)) return administer;
  return write.includes("*") || write.includes(resource);
}

function isThere(resource: OpenName, ownership: Ownership, { others }: May): boolean {
  if (isAdministered(resource)) return true;
  if (ownership === "elsewhere") return false;
  return ownership !== "other" || others;
}

/** The status of an answer, but for what a good one is. */
function expected(
  { name, access }: Pick<Verb, "name" | "access">,
  resource: OpenName,
  { asker, ownership }: { readonly asker: AskerName; readonly ownership: Ownership },
): number | "good" {
  const { may } = ASKERS[asker];
  if (asker === "nobody") return 401;
  if (!isAdministered(resource) && !may.project) return 404;
  const allowed = access === "read" ? mayRead(resource, may) : mayWrite(resource, may);
  if (!allowed) return 403;
  // Only what is his is asked of somebody who makes something.
  if (name === "create")
    return ownership === "own" || may.others || isAdministered(resource) ? "good" : 403;
  if (name === "list" || name === "query") return "good";
  if (resource === "project" && !sees(asker)) return 404;
  if (!isThere(resource, ownership, may)) return 404;
  const mayChange =
    access === "read" || ownership === "own" || may.others || isAdministered(resource);
  return mayChange ? "good" : 403;
}

async function send(
  verb: Verb,
  resource: OpenName,
  { asker, ownership }: { readonly asker: AskerName; readonly ownership: Ownership },
) {
  const entity: { id: string; created: string } = await make(resource, ownership, asker);
  const path = collectionPath(resource, here.scope.project_id);
  const token = await tokenOf(asker);
  const ask = (below: string, body?: unknown) =>
    server.ask(path + below, { method: verb.method, token, body });
  const only = [{ field: "id", operator: "eq", value: entity.id }];
  switch (verb.name) {
    case "list":
      return { entity, ...(await ask(`?filters=${encodeURIComponent(JSON.stringify(only))}`)) };
    case "query":
      return { entity, ...(await ask("/query", { filters: only })) };
    case "look up":
      return { entity, ...(await ask(`/look-up?reference=${entity.id}`)) };
    case "get":
    case "delete":
      return { entity, ...(await ask(`/${entity.id}`)) };
    case "update":
      return { entity, ...(await ask(`/${entity.id}`, { set: { name: `changed ${asked}` } })) };
    case "create": {
      const {
        id: _id,
        project_id: _project,
        ...body
      } = entity as Record<string, unknown> & {
        id: string;
      };
      const named = {
        ...body,
        name: `made ${asked}`,
        ...(resource === "stack" && { components: {} }),
      };
      return { entity, ...(await ask("", named)) };
    }
  }
}

/** These belong to something, which here is somebody else's. */
const HAS_PARENTS: readonly OpenName[] = ["step", "tag", "artifact_version"];

describe.each(RESOURCE_NAMES)("%s", (resource) => {
  const ownerships = OWNERSHIPS.filter((ownership) => {
    if (isAdministered(resource)) return ownership === "own";
    return ownership !== "shared" || RESOURCES[resource].shareable === true;
  });
  const cases = ASKER_NAMES.flatMap((asker) =>
    ownerships.map((ownership) => ({ asker, ownership })),
  );
  describe.each(VERBS)("$name", (verb) => {
    test.each(cases)("$asker: $ownership", async ({ asker, ownership }) => {
      const wanted = expected(verb, resource, { asker, ownership });
      const { entity, status, body } = await send(verb, resource, { asker, ownership });
      const { may } = ASKERS[asker];
      if (
        verb.name === "create" &&
        HAS_PARENTS.includes(resource) &&
        wanted === "good" &&
        !may.others
      ) {
        // Its parent is somebody else's: not there for who does not see others.
        expect(status).toBe(404);
        return;
      }
      if (wanted !== "good") {
        expect(status, JSON.stringify(body)).toBe(wanted);
        // What is not there is told as what never was.
        if (wanted === 404) expect(JSON.stringify(body)).not.toContain("forbidden");
        return;
      }
      expect(status, JSON.stringify(body)).toBeLessThan(300);
      if (verb.name === "list" || verb.name === "query") {
        const isSeen = resource === "project" ? sees(asker) : isThere(resource, ownership, may);
        const ids = body.items.map(({ id }: { id: string }) => id);
        expect(ids).toEqual(isSeen ? [entity.id] : []);
      }
    });
  });
});

/** A new project is there for those whose role is of no project. */
function sees(asker: AskerName): boolean {
  const { project }: Asker = ASKERS[asker];
  return project === undefined;
}

test("every other route is in the table below", () => {
  const derived = RESOURCE_NAMES.flatMap((resource) =>
    VERBS.map(({ method, path }) => `${method} ${collectionPath(resource, ":project")}${path}`),
  );
  const others = server.app.routes
    .map(({ method, path }) => `${method} ${path}`)
    .filter((route) => !derived.includes(route));
  expect(others.toSorted()).toEqual(Object.keys(OTHERS).toSorted());
});

type Who =
  "all" | "signed in" | "administrators" | "readers of runs" | "writers of runs" | "in the project";

/** Whose the other routes are. What they answer to those, their own tests say. */
const OTHERS: Readonly<Record<string, Who>> = {
  "GET /api/v2/info": "all",
  "GET /api/v2/openapi.json": "all",
  "POST /api/v2/login": "all",
  "POST /api/v2/activate": "all",
  "POST /api/v2/logout": "signed in",
  "POST /api/v2/change-password": "signed in",
  "GET /api/v2/me": "signed in",
  "POST /api/v2/sync": "signed in",
  "GET /api/v2/accounts": "administrators",
  "POST /api/v2/accounts": "administrators",
  "GET /api/v2/accounts/:user": "administrators",
  "PATCH /api/v2/accounts/:user": "administrators",
  "POST /api/v2/accounts/:user/activation": "administrators",
  "GET /api/v2/tokens": "signed in",
  "POST /api/v2/tokens": "signed in",
  "DELETE /api/v2/tokens/:id": "signed in",
  "GET /api/v2/role_assignments": "administrators",
  "POST /api/v2/role_assignments": "administrators",
  "DELETE /api/v2/role_assignments/:id": "administrators",
  "GET /api/v2/audit_entries": "administrators",
  "GET /api/v2/projects/:project/session": "in the project",
  "POST /api/v2/projects/:project/commit": "in the project",
  "GET /api/v2/projects/:project/events": "readers of runs",
  "POST /api/v2/projects/:project/runs/:id/log-lines": "writers of runs",
};

/** Bodies that are right but for what they name: nothing is changed by them. */
const UNKNOWN = "00000000-0000-4000-8000-000000000404";
const BODIES: Readonly<Record<string, unknown>> = {
  "POST /api/v2/accounts": { name: "" },
  "POST /api/v2/role_assignments": { role_id: "" },
  "POST /api/v2/tokens": { name: "" },
  "POST /api/v2/projects/:project/commit": { changes: [] },
  "POST /api/v2/projects/:project/runs/:id/log-lines": { lines: [] },
};

describe.each(Object.entries(OTHERS))("%s", (place, who) => {
  test.each(ASKER_NAMES)("%s", async (asker) => {
    const [method = "", pattern = ""] = place.split(" ");
    const { may } = ASKERS[asker];
    const project = here.scope.project_id;
    const path = pattern
      .replace(":project", project)
      .replace(":user", "owner")
      .replace(":id", UNKNOWN);
    const body = method === "GET" ? undefined : (BODIES[place] ?? {});
    // Its own status tells the asker that he may; a run that is not there, that he may ask.
    const { status, error } = await statusOf(path, { method, token: await tokenOf(asker), body });
    if (who === "all") return expect([401, 403, 404]).not.toContain(status);
    if (asker === "nobody") return expect(status).toBe(401);
    if (who === "signed in") return expect(status).not.toBe(401);
    if (who === "administrators") {
      const isRefused = [403, 404].includes(status) && !error.includes(UNKNOWN);
      return expect(isRefused, `${status} ${error}`).toBe(!may.administer);
    }
    if (!may.project) return expect(status).toBe(404);
    if (who === "in the project") return expect(status).toBeLessThan(300);
    const isAllowed = who === "readers of runs" ? may.read : mayWrite("run", may);
    return expect(status === 403).toBe(!isAllowed);
  });
});

async function statusOf(
  path: string,
  { method, token, body }: { method: string; token: string | undefined; body: unknown },
): Promise<{ readonly status: number; readonly error: string }> {
  const headers = {
    ...(token !== undefined && { Authorization: `Bearer ${token}` }),
    ...(body !== undefined && { "Content-Type": "application/json" }),
  };
  const init = { method, headers, body: JSON.stringify(body) ?? null };
  const response = await server.app.fetch(new Request(`http://server.example${path}`, init));
  const isStream = response.headers.get("Content-Type")?.startsWith("text/event-stream") === true;
  if (isStream) await response.body?.cancel();
  return { status: response.status, error: isStream ? "" : await response.text() };
}

const SCOPED = RESOURCE_NAMES.filter((resource) => !isAdministered(resource));

describe.each(SCOPED)("a batch of changes of %s", (resource) => {
  const ownerships = OWNERSHIPS.filter(
    (ownership) => ownership !== "shared" || RESOURCES[resource].shareable === true,
  );
  const cases = ASKER_NAMES.flatMap((asker) =>
    ownerships.flatMap((ownership) =>
      (["update", "delete"] as const).map((op) => ({ asker, ownership, op })),
    ),
  );
  test.each(cases)("$asker: $op $ownership", async ({ asker, ownership, op }) => {
    const { may } = ASKERS[asker];
    const entity: { id: string } = await make(resource, ownership, asker);
    const set = op === "update" ? { set: { name: `changed ${asked}` } } : {};
    const body = { changes: [{ op, resource, id: entity.id, ...set }] };
    const path = `/api/v2/projects/${here.scope.project_id}/commit`;
    const { status } = await server.ask(path, {
      method: "POST",
      token: await tokenOf(asker),
      body,
    });
    const isAllowed =
      asker !== "nobody" &&
      may.project &&
      mayWrite(resource, may) &&
      ownership !== "elsewhere" &&
      (ownership === "own" || may.others);
    if (isAllowed) return expect(status).toBe(204);
    expect([401, 403, 404]).toContain(status);
    const left = await server.driver.find(resource, entity.id);
    expect(left).toEqual(entity);
  });
});

describe("event streams", () => {
  const cases = ASKER_NAMES.filter((asker) => ASKERS[asker].may.project);
  test.each(cases)("%s is told of what he sees alone", async (asker) => {
    const headers = { Authorization: `Bearer ${await tokenOf(asker)}` };
    const url = `http://server.example/api/v2/projects/${here.scope.project_id}/events`;
    const response = await server.app.fetch(new Request(url, { headers }));
    const made = [];
    for (const ownership of ["own", "other", "elsewhere"] as const) {
      const run = await make("run", ownership, asker);
      if (isThere("run", ownership, ASKERS[asker].may)) made.push(run.id);
    }
    const told: string[] = [];
    const reader = response.body?.getReader();
    // The last of all is his own, so that everything before it was told or will never be.
    const last = await make("run", "own", asker);
    while (!told.includes(last.id)) {
      const { value } = (await reader?.read()) ?? {};
      const text = new TextDecoder().decode(value);
      for (const [, id = ""] of text.matchAll(/"resource":"run","id":"([^"]+)"/g)) told.push(id);
    }
    await reader?.cancel();
    expect(told).toEqual([...made, last.id]);
  });
});

test("how large the matrix is", () => {
  const derived = RESOURCE_NAMES.length * VERBS.length;
  const batches = SCOPED.length * 2;
  const rows = derived + batches + Object.keys(OTHERS).length;
  expect(rows * ASKER_NAMES.length).toBeGreaterThan(1500);
});
