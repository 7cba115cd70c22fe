import { describe, expect, test } from "vitest";
import { collectionPath } from "../domain/api.js";
import { isAllowed } from "../domain/policy.js";
import { RESOURCES, RESOURCE_NAMES } from "../domain/resources.js";
import { startApp } from "./app.fixture.js";
import { VERBS } from "./routes/resource-routes.js";
import { PUBLIC } from "./routes/route.js";
import type { Route } from "./routes/route.js";

const ROLES = ["viewer", "editor", "admin"] as const;
const PROJECT = "/api/v2/projects/default";
const STACK = { name: "mine", shared: false, components: {} };

describe.each(RESOURCE_NAMES)("routes of %s", (resource) => {
  test.each(VERBS)("$name is for known askers whose role allows it", async (verb) => {
    const { ask } = await startApp();
    const path = collectionPath(resource, "default") + verb.path.replace(":id", "unknown");
    const { method } = verb;
    const body = method === "POST" || method === "PATCH" ? {} : undefined;
    expect((await ask(path, { method, body })).status).toBe(401);
    for (const role of ROLES) {
      const { status } = await ask(path, { method, body, role });
      const isRefused = status === 401 || status === 403;
      expect(isRefused, `${role}: ${status}`).toBe(!isAllowed(role, verb.access, resource));
    }
  });
});

describe("policies", () => {
  const route = {
    method: "GET",
    path: "/api/v2/extra",
    operation: "x",
    summary: "",
    answers: {},
    handle: async () => OK,
  };

  test("a route without one, or with an unknown one, keeps the server from starting", async () => {
    // @ts-expect-error a route without policy does not compile
    const without: Route = route;
    await expect(startApp({ routes: [without] })).rejects.toThrow("GET /api/v2/extra");
    for (const policy of [undefined, {}, { access: "all" }, { access: "read" }, null]) {
      const planted = { ...route, policy } as unknown as Route;
      await expect(startApp({ routes: [planted] })).rejects.toThrow("/api/v2/extra");
    }
  });

  test("a route of a project has to name it, and a place is taken once", async () => {
    const signed = { ...route, policy: { access: "signed_in" }, scope: "project" } as const;
    await expect(startApp({ routes: [signed] as never })).rejects.toThrow("does not name");
    const twice: Route = { ...route, method: "GET", path: "/api/v2/info", policy: PUBLIC };
    await expect(startApp({ routes: [twice] })).rejects.toThrow("there twice");
  });

  test("only the versions and the API's description are for everybody", async () => {
    const { ask } = await startApp();
    const info = await ask("/api/v2/info");
    expect(info.body).toMatchObject({ api_version: 2, store: { type: "memory" } });
    const document = await ask("/api/v2/openapi.json");
    const open = Object.entries(document.body.paths).flatMap(([path, methods]) =>
      Object.values(methods as object).some(({ security }) => security.length === 0) ? [path] : [],
    );
    expect(open).toEqual(["/api/v2/info", "/api/v2/openapi.json"]);
  });

  test("who is no administrator makes things in his own name", async () => {
    const { ask, defaults } = await startApp();
    const user_id = "00000000-0000-4000-8000-000000000001";
    const make = (role: "editor" | "admin", body: object) =>
      ask(`${PROJECT}/stacks`, { method: "POST", role, body });
    expect((await make("editor", { ...STACK, user_id })).status).toBe(403);
    expect((await make("editor", STACK)).body.user_id).toBe(defaults.user.id);
    expect((await make("admin", { ...STACK, name: "other", user_id })).body.user_id).toBe(user_id);
    const entity = { ...(await make("editor", { ...STACK, name: "third" })).body, user_id };
    const changes = [{ op: "create", resource: "stack", entity }];
    const commit = { method: "POST", role: "editor", body: { changes } } as const;
    expect((await ask(`${PROJECT}/commit`, commit)).status).toBe(403);
  });
});

const OK = { status: 200, body: {} };

describe("the API's description", () => {
  test("has every route and the schema of every resource", async () => {
    const { ask } = await startApp();
    const { body } = await ask("/api/v2/openapi.json");
    expect(Object.keys(body.components.schemas)).toEqual(
      expect.arrayContaining([...RESOURCE_NAMES, "error"]),
    );
    expect(body.components.schemas.stack).toMatchObject({
      type: "object",
      additionalProperties: false,
      required: expect.arrayContaining(["name", "components"]),
    });
    for (const resource of RESOURCE_NAMES) {
      const path = collectionPath(resource, "{project}");
      expect(Object.keys(body.paths[path])).toEqual(["get", "post"]);
      expect(Object.keys(body.paths[`${path}/{id}`])).toEqual(["get", "patch", "delete"]);
      const names = body.paths[path].get.parameters.map(({ name }: { name: string }) => name);
      expect(names).toEqual(expect.arrayContaining([...RESOURCES[resource].filters, "cursor"]));
    }
  });
});

test("a method that a path does not know is refused, with those that it knows", async () => {
  const { ask } = await startApp();
  const wrong = await ask("/api/v2/projects/default/stacks", { method: "PUT", role: "admin" });
  expect(wrong.status).toBe(405);
  expect(wrong.body.error.code).toBe("method_not_allowed");
  expect(wrong.headers.get("Allow")).toBe("GET, HEAD, POST");
  expect((await ask("/api/v2/stack", { method: "PUT", role: "admin" })).status).toBe(404);
});
