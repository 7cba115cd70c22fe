import { expect, test } from "vitest";
import { Router } from "./router.js";

const ROUTES = [
  { method: "GET", path: "/" },
  { method: "GET", path: "/api/v2/projects" },
  { method: "GET", path: "/api/v2/projects/look-up" },
  { method: "GET", path: "/api/v2/projects/:id" },
  { method: "DELETE", path: "/api/v2/projects/:id" },
  { method: "GET", path: "/api/v2/projects/:project/stacks" },
  { method: "POST", path: "/api/v2/projects/:project/stacks" },
  { method: "GET", path: "/api/v2/projects/:project/stacks/:id" },
] as const;
const router = new Router<(typeof ROUTES)[number]>(ROUTES);

function find(method: string, path: string): readonly unknown[] | undefined {
  const found = router.find(method, path);
  return found && [found.target.path, found.params];
}

test("a path is found by its words before it is by a name for any", () => {
  expect(find("GET", "/")).toEqual(["/", {}]);
  expect(find("GET", "/api/v2/projects/look-up")).toEqual(["/api/v2/projects/look-up", {}]);
  expect(find("GET", "/api/v2/projects/one")).toEqual(["/api/v2/projects/:id", { id: "one" }]);
});

test("what a word leads to nowhere, a name for any may still take", () => {
  const stacks = "/api/v2/projects/:project/stacks";
  expect(find("GET", "/api/v2/projects/look-up/stacks")).toEqual([stacks, { project: "look-up" }]);
});

test("a word that ends a path is no name, whatever is asked of it", () => {
  expect(find("DELETE", "/api/v2/projects/look-up")).toBeUndefined();
  expect(router.methods("/api/v2/projects/look-up")).toEqual(["GET", "HEAD"]);
});

test("each part is decoded once, and no part becomes two", () => {
  const at = (part: string) => find("GET", `/api/v2/projects/${part}/stacks/x`)?.[1];
  expect(at("a%20b")).toEqual({ project: "a b", id: "x" });
  expect(at("..%2F..%2Fetc")).toEqual({ project: "../../etc", id: "x" });
  expect(at("%252e%252e")).toEqual({ project: "%2e%2e", id: "x" });
  expect(at("%zz")).toEqual({ project: "%zz", id: "x" });
});

test.each([
  "/api/v2/projects/",
  "/api/v2/projects//stacks",
  "/api/v2/../v2/projects",
  "/api/v2/projects/one/stacks/two/three",
  "api/v2/projects",
  "*",
  "",
])("'%s' is nowhere", (path) => {
  expect(find("GET", path)).toBeUndefined();
  expect(router.methods(path)).toEqual([]);
});

test("HEAD asks where GET does, and a path tells its methods", () => {
  expect(find("HEAD", "/api/v2/projects")).toEqual(["/api/v2/projects", {}]);
  expect(find("PUT", "/api/v2/projects")).toBeUndefined();
  expect(router.methods("/api/v2/projects/one/stacks")).toEqual(["GET", "HEAD", "POST"]);
});
