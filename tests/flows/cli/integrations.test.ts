import { afterEach, beforeEach, expect, test } from "vitest";
import { makeWorkspace } from "../workspace.js";
import type { Workspace } from "../workspace.js";

let workspace: Workspace;
beforeEach(async () => {
  workspace = await makeWorkspace({ "pnpm-lock.yaml": "" });
});
afterEach(() => workspace.remove());

test("the list has a row for each integration: what it needs, and what can be used", async () => {
  const { code, stdout, stderr } = await workspace.zenml("integration", "list");
  expect(code).toBe(0);
  expect(stdout).toMatch(/INSTALLED +│ INTEGRATION +│ REQUIRED_PACKAGES +│ FLAVORS/);
  expect(stdout).toMatch(
    /❌ +│ s3 +│ @aws-sdk\/client-s3@\^3 +│ artifact_store\/s3 \(no implementation yet\)/,
  );
  expect(stdout).toMatch(/- +│ airflow +│ none/);
  expect(stderr).toContain("zenml integration install NAME");
});

test("requirements are printed for one and for all", async () => {
  const { stdout } = await workspace.zenml("integration", "requirements", "s3");
  expect(stdout).toBe("REQUIREMENTS FOR S3:\n@aws-sdk/client-s3@^3\n");
  const all = await workspace.json("integration", "requirements");
  expect(all).toContainEqual({ integration: "airflow", packages: [] });
});

test("installing names the package manager that it found, and asks", async () => {
  const { code, stderr } = await workspace.zenml("integration", "install", "s3");
  expect(code).toBe(2);
  expect(stderr).toContain("The flavors of 's3' have no implementation yet");
  expect(stderr).toContain("Found pnpm (pnpm-lock.yaml)");
  expect(stderr).toContain("`pnpm add @aws-sdk/client-s3@^3`");
  expect(stderr).toContain("--yes");
});

test("what needs no packages says so", async () => {
  const { code, stdout } = await workspace.zenml("integration", "install", "airflow", "-y");
  expect(code).toBe(0);
  expect(stdout).toBe("Nothing to install: 'airflow' needs no packages.\n");
  const none = await workspace.zenml("integration", "uninstall", "s3", "--force");
  expect(none.stdout).toContain("Nothing to uninstall");
});

test("an integration that does not exist is answered with the nearest name", async () => {
  const { code, stderr } = await workspace.zenml("integration", "install", "kuberntes", "-y");
  expect(code).toBe(1);
  expect(stderr).toContain("Unable to find integration 'kuberntes'.");
  expect(stderr).toContain("Did you mean 'kubernetes'?");
});
