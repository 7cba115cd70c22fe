import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { deploymentFile, deployments, keepDeployment, refuseOtherPlace } from "./deployments.js";

let paths: { readonly servers: string };
beforeEach(() => {
  paths = { servers: mkdtempSync(join(tmpdir(), "zenml-deployments-")) };
});
afterEach(() => rmSync(paths.servers, { recursive: true }));

const CHART = { kind: "kubernetes", release: "team", namespace: "ml", context: "east" } as const;
const CONTAINER = {
  kind: "docker",
  engine: "podman",
  container: "zenml-team",
  volume: "zenml-team-data",
  image: "zenml-server:1",
} as const;

test("a record is read as it was kept, one of a cluster without a name too", () => {
  const { context: _context, ...unnamed } = CHART;
  keepDeployment(paths, { name: "team", url: null, place: CHART });
  keepDeployment(paths, { name: "other", url: null, place: unnamed });
  expect(deployments(paths)).toEqual([
    { name: "other", url: null, place: unnamed },
    { name: "team", url: null, place: CHART },
  ]);
});

test("the same place is deployed to again", () => {
  keepDeployment(paths, { name: "team", url: null, place: CHART });
  expect(() => refuseOtherPlace(paths, { name: "team", place: CHART })).not.toThrow();
});

test.each([
  ["another cluster", { ...CHART, context: "west" }],
  ["another namespace", { ...CHART, namespace: "other" }],
  ["a container", CONTAINER],
])("a name that is taken is refused to %s, and says where it is", (_what, place) => {
  keepDeployment(paths, { name: "team", url: null, place: CHART });
  expect(() => refuseOtherPlace(paths, { name: "team", place })).toThrow(
    "the release 'team' in the namespace 'ml' of the cluster 'east'",
  );
});

test("a record that nobody can read is none", () => {
  writeFileSync(deploymentFile(paths, "team"), "{");
  expect(deployments(paths)).toEqual([]);
});
