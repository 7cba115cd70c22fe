import { expect, test } from "vitest";
import { startPeople } from "../people.fixture.js";
import { isPublic } from "../routes/route.js";
import { openApi } from "./openapi.js";

const { app } = await startPeople();
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
  expect(Object.keys(document["components"] as object)).toContain("schemas");
  const { schemas } = document["components"] as { readonly schemas: object };
  expect([...new Set(names)].filter((name) => !Object.hasOwn(schemas, name ?? ""))).toEqual([]);
  expect(text).not.toContain("#/$defs/");
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
