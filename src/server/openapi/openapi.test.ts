import { expect, test } from "vitest";
import { startPeople } from "../people.fixture.js";
import { isPublic } from "../routes/route.js";
import { openApi } from "./openapi.js";

const server = await startPeople();
const { app } = server;
const document = openApi(app.routes);
const text = JSON.stringify(document);
const OPERATIONS = app.routes.map((route) => {
  const path = route.path.replaceAll(/:(\w+)/g, "{$1}");
  const operation = document.paths[path]?.[route.method.toLowerCase()];
  if (operation === undefined) throw new Error(`${route.method} ${path} is not described`);
  return { place: `${route.method} ${path}`, route, operation };
});

test("what is referred to is there", () => {
  const names = [...text.matchAll(/"#\/components\/schemas\/([^"]+)"/g)].map(([, name]) => name);
  const { schemas } = document.components;
  expect([...new Set(names)].filter((name) => !Object.hasOwn(schemas, name ?? ""))).toEqual([]);
  expect(text).not.toContain("#/$defs/");
});

test("what is linked to is there, and each resource is followed from its making to its end", () => {
  const linked = [...text.matchAll(/"operationId":"([^"]+)","parameters":\{"/g)].map(
    ([, id]) => id,
  );
  const known = OPERATIONS.map(({ operation }) => operation.operationId);
  expect(linked.length).toBeGreaterThan(50);
  expect([...new Set(linked)].filter((id) => !known.includes(id ?? ""))).toEqual([]);
  const made = document.paths["/api/v2/projects/{project}/runs"]?.["post"]?.responses["201"];
  expect(Object.keys(made?.["links"] as object)).toEqual(
    expect.arrayContaining(["get", "update", "delete", "create_step_by_run_id"]),
  );
});

test.each(OPERATIONS)("$place says what it takes and what it answers", ({ route, operation }) => {
  const { responses, parameters, requestBody } = operation;
  const good = Object.keys(route.answers).map(String);
  expect(good.length).toBeGreaterThan(0);
  for (const [status, response] of Object.entries(responses)) {
    const hasContent = "content" in response;
    expect([status, hasContent]).toEqual([status, status !== "204"]);
  }
  const inPath = [...route.path.matchAll(/:(\w+)/g)].map(([, name]) => name);
  const described = parameters.filter((one) => one["in"] === "path").map((one) => one["name"]);
  expect(described).toEqual(inPath);
  for (const one of parameters) expect("schema" in one || "content" in one).toBe(true);
  expect(requestBody !== undefined).toBe(route.body !== undefined);
  if (!isPublic(route))
    expect(Object.keys(responses)).toEqual(expect.arrayContaining(["401", "403"]));
  expect(operation.security.length === 0).toBe(isPublic(route));
});

const TAKING = OPERATIONS.filter(({ route }) => route.body !== undefined);

test.each(TAKING)("$place refuses a field that it does not describe", async ({ route }) => {
  const path = route.path
    .replace(":project", server.defaults.project.id)
    .replace(":user", "default")
    .replace(":id", crypto.randomUUID());
  const body = { ...VALID[kindOf(route.operation)], planted: true };
  const asked = { method: route.method, token: await server.admin(), body };
  const answer = await server.ask(path, asked);
  expect([answer.status, answer.body.error.code]).toEqual([400, "invalid_input"]);
  // What is valid but for that field is refused for it alone; of the others all problems are told.
  const isValid = VALID[kindOf(route.operation)] !== undefined;
  if (!isValid) expect(answer.body.error.message).toContain("planted");
});

const VALID: Readonly<Record<string, object>> = {
  query: {},
  update: { set: {} },
  commit: { changes: [] },
};

function kindOf(operation: string): string {
  return operation === "update_account" ? operation : (operation.split("_")[0] ?? "");
}
