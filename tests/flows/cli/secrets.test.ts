import { execFile } from "node:child_process";
import { readFileSync, readdirSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { Machine } from "./machine.js";

let machine: Machine;

beforeEach(() => {
  machine = new Machine();
});
afterEach(() => machine.remove());

const HIDDEN_TABLE = `The following secret was registered.
┏━━━━━━━━━━━━┯━━━━━━━━━━━━━━┓
┃ SECRET_KEY │ SECRET_VALUE ┃
┠────────────┼──────────────┨
┃    key1    │ ********     ┃
┃    key2    │ ********     ┃
┗━━━━━━━━━━━━┷━━━━━━━━━━━━━━┛
`;

const register = ["secret", "register", "my_secret", "--key1=value1", "--key2=value two"];

test("secrets work at once: registered hidden, shown when they are asked for", async () => {
  expect(await machine.zenml(register)).toMatchObject({ code: 0, stdout: HIDDEN_TABLE });
  const { stdout } = await machine.zenml("secret get my_secret");
  expect(stdout).toBe(`┏━━━━━━━━━━━━┯━━━━━━━━━━━━━━┓
┃ SECRET_KEY │ SECRET_VALUE ┃
┠────────────┼──────────────┨
┃    key1    │ value1       ┃
┃    key2    │ value two    ┃
┗━━━━━━━━━━━━┷━━━━━━━━━━━━━━┛
`);
  expect((await machine.zenml("secret get my_secret key2")).stdout).toBe("value two\n");
});

test.each(["table", "json", "yaml", "csv"])("a list as %s shows no value", async (format) => {
  await machine.zenml(register);
  const { stdout } = await machine.zenml(`secret list -o ${format}`);
  expect(stdout).toContain("my_secret");
  expect(stdout).not.toContain("value1");
});

test("what is written names no secret, key or value, and only the owner may read it", async () => {
  await machine.zenml(register);
  const files = readdirSync(machine.configFolder, { recursive: true, encoding: "utf8" })
    .map((file) => join(machine.configFolder, file))
    .filter((file) => statSync(file).isFile());
  const found = files.filter((file) => /my_secret|value1/.test(readFileSync(file, "utf8")));
  expect(found).toEqual([]);
  const secret = files.filter((file) => /secrets\.(?:json|key)$/.test(file));
  expect(secret).toHaveLength(2);
  for (const file of secret) expect(statSync(file).mode & 0o777).toBe(0o600);
  const stores = secret.filter((file) => file.startsWith(join(machine.configFolder, "profiles")));
  expect(stores).toEqual([]);
});

test("values come from files and from stdin, and @@ is an @", async () => {
  writeFileSync(join(machine.work, "key.pem"), "-----BEGIN-----\nabc\n-----END-----\n");
  const words = "secret register tls --key=@key.pem --password=@- --handle=@@ada";
  expect((await machine.zenml(words, { input: "geheim\n" })).code).toBe(0);
  expect(await machine.json("secret get tls")).toEqual({
    name: "tls",
    schema: "arbitrary",
    values: { key: "-----BEGIN-----\nabc\n-----END-----", password: "geheim", handle: "@ada" },
  });
});

test("everything that is unclear about the words is told at once", async () => {
  const words = ["secret", "register", "s", "--a", "word", "--b=@nowhere", "--c=1", "--c=2"];
  const { code, stderr } = await machine.zenml(words);
  expect(code).toBe(2);
  expect(stderr).toContain("--a needs its value in the same word: --a=VALUE");
  expect(stderr).toContain("'word' is no --KEY=VALUE");
  expect(stderr).toContain("--b=@nowhere: ENOENT");
  expect(stderr).toContain("--c is given twice");
});

test("a secret that no reference could name is refused with every problem", async () => {
  const { code, stderr } = await machine.zenml("secret register a.b --name=x --1=y");
  expect(code).toBe(1);
  expect(stderr).toContain("its name cannot contain spaces, '.', '{' or '}'");
  expect(stderr).toContain("you can't use 'name' as the key of a value");
  expect(stderr).toContain("'1' is no key");
});

test("a schema says which keys there are", async () => {
  const words = "secret register a -s aws --aws_access_key_id=AK --aws_secret_acces_key=SK";
  const { code, stderr } = await machine.zenml(words);
  expect(code).toBe(1);
  expect(stderr).toContain("did you mean 'aws_secret_access_key'?");
  expect(stderr).toContain("the schema 'aws' needs the key 'aws_secret_access_key'");
  const unknown = await machine.zenml("secret register a -s aws2 --a=b");
  expect(unknown.stderr).toContain("there is no schema 'aws2'");
});

test("with -i a person is asked, and an update keeps what is left empty", async () => {
  const asked = { terminal: 100, input: "user\nada\npassword\nx y\n\n" };
  expect((await machine.zenml("secret register db -i", asked)).code).toBe(0);
  const again = { terminal: 100, input: "\nnew\n" };
  expect((await machine.zenml("secret update db -i", again)).code).toBe(0);
  expect(await machine.json("secret get db")).toMatchObject({
    values: { user: "ada", password: "new" },
  });
});

test("questions that are broken off change nothing, and without a terminal there are none", async () => {
  await machine.zenml(register);
  const broken = await machine.zenml("secret update my_secret -i", {
    terminal: 100,
    input: "changed\n",
  });
  expect(broken.code).toBe(1);
  expect(broken.stderr).toContain("Nothing was changed");
  const piped = await machine.zenml("secret update my_secret -i", { input: "changed\nagain\n" });
  expect(piped.code).toBe(2);
  expect((await machine.zenml("secret get my_secret key1")).stdout).toBe("value1\n");
});

test("a name is registered once, updated by key, and deleted when that is confirmed", async () => {
  await machine.zenml(register);
  const twice = await machine.zenml("secret register my_secret --key1=other");
  expect(twice).toMatchObject({ code: 1, stdout: "" });
  expect(twice.stderr).toContain("Error: A secret with name 'my_secret' already exists.");
  const updated = await machine.zenml("secret update my_secret --key1=changed project=bare");
  expect(updated.stdout).toContain("Secret with name 'my_secret' has been updated");
  expect(await machine.json("secret get my_secret")).toMatchObject({
    values: { key1: "changed", key2: "value two", project: "bare" },
  });
  expect((await machine.zenml("secret delete my_secret")).code).toBe(2);
  const deleted = await machine.zenml("secret delete my_secret --yes");
  expect(deleted).toMatchObject({ code: 0, stdout: "Deleted secret `my_secret`.\n" });
  const gone = await machine.zenml("secret get my_secret");
  expect(gone.stderr).toContain("Error: Secret with name 'my_secret' does not exist.");
});

test("another key is refused, and the secrets are there with the right one", async () => {
  await machine.zenml(register);
  const env = { ZENML_SECRETS_KEY: "another" };
  const { code, stderr } = await machine.zenml("secret list", { env });
  expect(code).toBe(1);
  expect(stderr).toContain("were encrypted with another key than the one of ZENML_SECRETS_KEY");
  expect((await machine.zenml("secret cleanup --yes", { env })).code).toBe(1);
  expect((await machine.zenml("secret get my_secret key1")).stdout).toBe("value1\n");
});

test("each project has secrets of its own", async () => {
  await machine.zenml(register);
  await machine.zenml("project create other");
  expect(await machine.json("secret list --project other")).toEqual([]);
});

test("processes that register at once lose nothing", async () => {
  const root = join(import.meta.dirname, "../../..");
  await machine.zenml("profile list");
  const zenml = (...args: readonly string[]) =>
    new Promise<number | null>((resolve) => {
      const options = { cwd: machine.work, env: { ...process.env, ...machine.env } };
      const words = [join(root, "bin", "zenml.cjs"), ...args];
      const child = execFile(process.execPath, words, options, () => resolve(child.exitCode));
    });
  const names = ["a", "b", "c", "d"];
  const codes = await Promise.all(
    names.map((name) => zenml("secret", "register", name, "--key=value")),
  );
  expect(codes).toEqual([0, 0, 0, 0]);
  const listed = await machine.json("secret list");
  expect(listed).toMatchObject(names.map((name) => ({ name })));
});
