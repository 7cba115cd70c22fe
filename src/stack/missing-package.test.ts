import { expect, test } from "vitest";
import { missingPackage, withInstallHint } from "./missing-package.js";

function notFound(message: string, code = "ERR_MODULE_NOT_FOUND"): Error {
  return Object.assign(new Error(message), { code });
}

test("the package is told from what Node says of an import or a require", () => {
  const imported = notFound("Cannot find package '@aws-sdk/client-s3' imported from /a/b.js");
  expect(missingPackage(imported)).toBe("@aws-sdk/client-s3");
  expect(
    missingPackage(notFound("Cannot find module 'pg/lib/x'\nRequire stack:", "MODULE_NOT_FOUND")),
  ).toBe("pg");
});

test("a file that is missing, and any other error, is no missing package", () => {
  expect(
    missingPackage(notFound("Cannot find module '/a/b.js' imported from /a/c.js")),
  ).toBeUndefined();
  expect(missingPackage(new Error("Cannot find package 'x'"))).toBeUndefined();
});

test("the command that installs is the integration's, or the package manager's for one's own", () => {
  const error = notFound("Cannot find package '@aws-sdk/client-s3' imported from /a/b.js");
  const s3 = { type: "artifact_store", name: "s3", integration: "s3" } as const;
  expect(withInstallHint(error, s3)).toMatchObject({
    code: "integration_not_installed",
    message:
      "The artifact store flavor 's3' needs the package '@aws-sdk/client-s3', which is not installed.",
    hint: "zenml integration install s3",
  });
  expect(withInstallHint(error, { ...s3, integration: null })).toMatchObject({
    hint: "npm install @aws-sdk/client-s3",
  });
  const other = new Error("something else");
  expect(withInstallHint(other, s3)).toBe(other);
});
