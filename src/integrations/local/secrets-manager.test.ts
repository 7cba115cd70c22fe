import { mkdtemp, readFile, readdir, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { Machine } from "../../stack/machine.js";
import type { SecretsManager } from "../../stack/secrets-manager.js";
import { localSecretsManager } from "./secrets-manager.js";

let folder: string;
let file: string;
let keyFile: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "zenml-secrets-"));
  file = join(folder, "component", "secrets.json");
  keyFile = join(folder, "config", "secrets.key");
  withLock = oneByOne();
});
afterEach(() => rm(folder, { recursive: true, force: true }));

/** One after the other, as processes wait for a lock file. */
function oneByOne(): Machine["withLock"] {
  let last: Promise<unknown> = Promise.resolve();
  return (_file, work) => {
    const next = last.then(work, work);
    last = next.catch(() => undefined);
    return next;
  };
}

let withLock: Machine["withLock"];

function open(text?: string): SecretsManager {
  const machine: Machine = { withLock, secretsKey: { text, file: keyFile } };
  return localSecretsManager({ file, localFolder: "", machine });
}

const DATABASE = {
  name: "database",
  schema: "arbitrary",
  values: { user: "ada", password: "pässwörd 🔑" },
} as const;

test("a secret is read back as it was given, by another handle too", async () => {
  await open().create(DATABASE);
  expect(await open().get("database")).toEqual(DATABASE);
  expect(await open().list()).toEqual([
    { name: "database", schema: "arbitrary", keys: ["user", "password"] },
  ]);
});

test("neither names, keys nor values stand in the file, and nobody else may read it or the key", async () => {
  await open().create(DATABASE);
  const text = await readFile(file, "utf8");
  for (const word of ["database", "user", "ada", "password", "pässwörd"]) {
    expect(text).not.toContain(word);
    expect(text).not.toContain(Buffer.from(word).toString("base64").replace(/=+$/, ""));
  }
  for (const path of [file, keyFile]) expect((await stat(path)).mode & 0o777).toBe(0o600);
  expect(await readdir(join(folder, "component"))).toEqual(["secrets.json"]);
});

test("the same secrets are encrypted differently each time", async () => {
  await open().create(DATABASE);
  const before = await readFile(file, "utf8");
  await open().update("database", {});
  expect(await readFile(file, "utf8")).not.toBe(before);
});

test("a name is given once", async () => {
  await open().create(DATABASE);
  await expect(open().create({ ...DATABASE, values: { other: "x" } })).rejects.toMatchObject({
    code: "entity_exists",
  });
  expect(await open().get("database")).toEqual(DATABASE);
});

test("updating sets and adds values and leaves the others", async () => {
  await open().create(DATABASE);
  const updated = await open().update("database", { user: "grace", port: "1" });
  expect(updated.values).toEqual({ user: "grace", password: "pässwörd 🔑", port: "1" });
  expect(await open().get("database")).toEqual(updated);
});

test("what is not there is told with the nearest name", async () => {
  await open().create(DATABASE);
  expect(await open().get("databse")).toBeUndefined();
  const unknown = { code: "not_found", hint: "Did you mean 'database'?" };
  await expect(open().update("databse", { a: "b" })).rejects.toMatchObject(unknown);
  await expect(open().delete("databse")).rejects.toMatchObject(unknown);
});

test("a deleted secret is gone, and deleting all tells the names", async () => {
  for (const name of ["b", "a", "c"]) await open().create({ ...DATABASE, name });
  await open().delete("b");
  expect(await open().get("b")).toBeUndefined();
  expect(await open().deleteAll()).toEqual(["a", "c"]);
  expect(await open().list()).toEqual([]);
});

test("secrets may have the names that every object has", async () => {
  expect(await open().get("constructor")).toBeUndefined();
  await open().create({ ...DATABASE, name: "constructor" });
  expect(await open().get("constructor")).toMatchObject({ values: DATABASE.values });
});

test("a key from the environment comes before the file, and no file is made then", async () => {
  await open("correct horse").create(DATABASE);
  await expect(stat(keyFile)).rejects.toMatchObject({ code: "ENOENT" });
  expect(await open("correct horse").get("database")).toEqual(DATABASE);
});

test("the content of a key file is a key for the environment", async () => {
  await open().create(DATABASE);
  const key = (await readFile(keyFile, "utf8")).trim();
  expect(await open(key).get("database")).toEqual(DATABASE);
});

test("with a wrong key nothing is read and nothing is lost", async () => {
  await open("right").create(DATABASE);
  const before = await readFile(file, "utf8");
  const refused = { code: "forbidden", message: expect.stringContaining("ZENML_SECRETS_KEY") };
  await expect(open("wrong").list()).rejects.toMatchObject(refused);
  await expect(open("wrong").create({ ...DATABASE, name: "new" })).rejects.toMatchObject(refused);
  await expect(open("wrong").deleteAll()).rejects.toMatchObject(refused);
  expect(await readFile(file, "utf8")).toBe(before);
});

test("a key file that is gone is missed, not made anew", async () => {
  await open().create(DATABASE);
  await rm(keyFile);
  await expect(open().update("database", { a: "b" })).rejects.toMatchObject({
    code: "forbidden",
    message: expect.stringContaining(`their key, ${keyFile}, is not there`),
  });
  await expect(stat(keyFile)).rejects.toMatchObject({ code: "ENOENT" });
});

test.each(["data", "tag", "nonce"] as const)("changed bytes of %s are noticed", async (field) => {
  await open().create(DATABASE);
  const sealed = JSON.parse(await readFile(file, "utf8"));
  const bytes = Buffer.from(sealed[field], "base64");
  bytes[3] = (bytes[3] ?? 0) ^ 1;
  const text = JSON.stringify({ ...sealed, [field]: bytes.toString("base64") });
  await writeFile(file, text);
  const corrupt = { code: "store_corrupt", message: expect.stringContaining(file) };
  await expect(open().get("database")).rejects.toMatchObject(corrupt);
  await expect(open().create({ ...DATABASE, name: "new" })).rejects.toMatchObject(corrupt);
  expect(await readFile(file, "utf8")).toBe(text);
});

test("a shortened tag is no tag", async () => {
  await open().create(DATABASE);
  const sealed = JSON.parse(await readFile(file, "utf8"));
  const tag = Buffer.from(sealed.tag, "base64").subarray(0, 4).toString("base64");
  await writeFile(file, JSON.stringify({ ...sealed, tag }));
  await expect(open().get("database")).rejects.toMatchObject({ code: "store_corrupt" });
});

test.each([
  ["my_secret:\n  key1: dmFsdWUx\n", "store_foreign"],
  ['{"format":"zenml-secrets","version":2}', "store_too_new"],
  ['{"format":"zenml-secrets","version":1}', "store_corrupt"],
  ["", "store_foreign"],
])("a file with %j is told and left alone", async (text, code) => {
  await open().create(DATABASE);
  await writeFile(file, text);
  await expect(open().create({ ...DATABASE, name: "new" })).rejects.toMatchObject({ code });
  expect(await readFile(file, "utf8")).toBe(text);
});

test("those who write at once lose nothing, and agree on one key", async () => {
  const names = Array.from(
    { length: 12 },
    (_, index) => `secret-${String(index).padStart(2, "0")}`,
  );
  await Promise.all(names.map((name) => open().create({ ...DATABASE, name })));
  expect((await open().list()).map(({ name }) => name)).toEqual(names);
});
