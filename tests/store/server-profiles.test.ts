// Profiles whose store is on a database server: what is kept of the URL, and where.
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { SERVERS } from "../databases/servers.js";
import type { TestDatabase } from "../databases/servers.js";
import { Machine } from "../flows/cli/machine.js";

describe.each(SERVERS)("$name $reason", (server) => {
  const isHere = server.url !== undefined;
  const testHere = test.runIf(isHere);
  let database: TestDatabase;
  let machine: Machine;

  beforeEach(async () => {
    machine = new Machine();
    if (isHere) database = await server.createDatabase();
  });
  afterEach(async () => {
    machine.remove();
    if (isHere) await database.drop();
  });

  const credentials = () => join(machine.configFolder, "credentials.yaml");
  const settings = () => readFileSync(join(machine.configFolder, "zenml.yaml"), "utf8");

  testHere("the password is kept apart, and used by every later command", async () => {
    const password = decodeURIComponent(new URL(database.url).password);
    const created = await machine.zenml(["profile", "create", "db", "--url", database.url]);
    expect(created).toMatchObject({ code: 0, stdout: "Profile 'db' successfully created.\n" });
    expect(readFileSync(credentials(), "utf8")).toContain(password);
    const list = await machine.zenml("profile list");
    const status = await machine.zenml("status --profile db");
    const shown = [created, list, status].map(({ stdout, stderr }) => stdout + stderr).join("");
    expect(shown + settings()).not.toContain(password);
    expect(shown + settings()).not.toContain(encodeURIComponent(password));
    await machine.zenml("profile set db");
    expect(await machine.json("stack list")).toMatchObject([{ name: "default" }]);
  });

  testHere("the environment's password comes before the one that is kept", async () => {
    const password = decodeURIComponent(new URL(database.url).password);
    const bare = new URL(database.url);
    bare.password = "";
    const env = { ZENML_STORE_PASSWORD: password };
    const created = await machine.zenml(["profile", "create", "db", "--url", bare.href], { env });
    expect(created.code).toBe(0);
    expect(existsSync(credentials())).toBe(false);
    expect((await machine.zenml("stack list --profile db", { env })).code).toBe(0);
    expect((await machine.zenml("stack list --profile db")).code).toBe(1);
  });

  testHere("a wrong password leaves no profile and no password behind", async () => {
    await machine.zenml("profile list");
    const before = settings();
    const wrong = new URL(database.url);
    wrong.password = "s3cret";
    const { code, stderr } = await machine.zenml(["profile", "create", "db", "--url", wrong.href]);
    expect(code).toBe(1);
    expect(stderr).toContain(`${wrong.host} refused the user`);
    expect(stderr).not.toContain("s3cret");
    expect(settings()).toBe(before);
    expect(existsSync(credentials())).toBe(false);
  });

  testHere("a second profile of the same database loads what is there", async () => {
    await machine.zenml(["profile", "create", "db", "--url", database.url]);
    await machine.zenml("project create birds --profile db");
    const again = await machine.zenml(["profile", "create", "again", "--url", database.url]);
    expect(again.stderr).not.toContain("Registered");
    const projects = await machine.json("project list --profile again");
    expect(projects).toMatchObject([{ name: "birds" }, { name: "default" }]);
    const deleted = await machine.zenml("project delete birds --yes --profile again");
    expect(deleted).toMatchObject({ code: 0, stdout: "Deleted project 'birds'.\n" });
  });

  testHere("a new password is kept when the profile's URL is given again", async () => {
    await machine.zenml(["profile", "create", "db", "--url", database.url]);
    const bare = new URL(database.url);
    bare.password = "";
    const kept = await machine.zenml(["profile", "update", "db", "--url", bare.href]);
    expect(kept.code).toBe(0);
    expect((await machine.zenml("stack list --profile db")).code).toBe(0);
    const wrong = new URL(database.url);
    wrong.password = "wrong";
    const refused = await machine.zenml(["profile", "update", "db", "--url", wrong.href]);
    expect(refused.code).toBe(1);
    expect((await machine.zenml("stack list --profile db")).code).toBe(0);
  });
});
