import { chmod, readFile, readdir, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import type { AddressInfo, Socket } from "node:net";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { TOKEN, listen, memoryApp, serve } from "../../store/rest-server.js";
import { makeWorkspace } from "../workspace.js";
import type { Workspace } from "../workspace.js";
import { RESOURCE_NAMES } from "../../../src/domain/resources.js";

let workspace: Workspace;
const closing: (() => Promise<unknown>)[] = [];
beforeEach(async () => {
  workspace = await makeWorkspace();
});
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
  await workspace.remove();
});

async function names(profile: string): Promise<readonly string[]> {
  const stacks = await workspace.json("stack", "list", "--profile", profile);
  return (stacks as { name: string }[]).map(({ name }) => name);
}

const addStack = (name: string, profile: string) =>
  workspace.zenml(
    "stack",
    "register",
    name,
    "-a",
    "default",
    "-o",
    "default",
    "--profile",
    profile,
  );

describe("copy", () => {
  test("brings all of one profile to another, and proves it", async () => {
    await addStack("mine", "default");
    await workspace.zenml("profile", "create", "team", "-t", "sql");
    const { code, stdout, stderr } = await workspace.zenml("store", "copy", "--to", "team");
    expect(code).toBe(0);
    const lines = stdout.split("\n");
    expect(lines[0]).toBe(
      "Copied the store of the profile 'default' to 'team': both are equal now.",
    );
    expect(lines.filter((line) => /│ yes +┃/.test(line))).toHaveLength(RESOURCE_NAMES.length);
    expect(lines.find((line) => line.includes("stacks"))).toMatch(/│ 2 +│ [0-9a-f]{16} │ yes/);
    expect(stderr).toContain("Wrote 6 of 6.");
    expect(stderr).toContain("Not copied: bytes in artifact stores.");
    expect(await names("team")).toEqual(["default", "mine"]);
    const again = await workspace.zenml("store", "copy", "--from", "default", "--to", "team");
    expect(again.stdout).toContain("were equal already");
  });

  test("answers programs with the proof alone", async () => {
    await workspace.zenml("profile", "create", "team", "-t", "sql");
    const copied = await workspace.json("store", "copy", "--from", "default", "--to", "team");
    expect(copied).toMatchObject({ from: "default", to: "team", written: 5 });
    const { resources } = copied as { resources: { is_equal: boolean }[] };
    expect(resources.map(({ is_equal }) => is_equal)).toEqual(RESOURCE_NAMES.map(() => true));
  });

  test("refuses what is in the way, the same store, and profiles that are not there", async () => {
    await workspace.zenml("profile", "create", "team", "-t", "sql");
    await addStack("theirs", "team");
    const refused = await workspace.zenml("store", "copy", "--from", "default", "--to", "team");
    expect(refused).toMatchObject({ code: 1, stdout: "" });
    expect(refused.stderr).toContain("stack 'theirs'");
    expect(refused.stderr).toContain("Nothing was written.");
    const same = await workspace.zenml("store", "copy", "--from", "team", "--to", "team");
    expect(same.stderr).toContain("have the same store");
    const unknown = await workspace.zenml("store", "copy", "--from", "taem", "--to", "team");
    expect(unknown).toMatchObject({ code: 1 });
    expect(unknown.stderr).toContain("Did you mean 'team'?");
    expect((await workspace.zenml("store", "copy")).code).toBe(2);
  });

  test("leaves nothing out in silence: a file that cannot be read is an error", async () => {
    await addStack("mine", "default");
    const folder = join(workspace.config, "profiles", "default", "stacks");
    const file = (await readdir(folder)).find((name) => name.startsWith("mine-")) ?? "";
    await writeFile(join(folder, file), "name: [");
    await workspace.zenml("profile", "create", "team", "-t", "sql");
    const { code, stderr } = await workspace.zenml("store", "copy", "--to", "team");
    expect(code).toBe(1);
    expect(stderr).toContain(file);
    expect(await names("team")).toEqual(["default"]);
    const backup = await workspace.zenml("store", "backup", "b.jsonl");
    expect(backup.code).toBe(1);
    expect(await readdir(workspace.folder)).not.toContain("b.jsonl");
  });
});

describe("backup and restore", () => {
  test("bring a store back into a new profile", async () => {
    await addStack("mine", "default");
    const made = await workspace.zenml("store", "backup", "b.jsonl");
    expect(made.stdout).toMatch(/^Backed up the store of the profile 'default' to .*b\.jsonl\.\n/);
    expect(made.stderr).toContain("Not in it: bytes in artifact stores.");
    await workspace.zenml("profile", "create", "new", "-t", "sql");
    const back = await workspace.zenml("store", "restore", "b.jsonl", "--to", "new");
    expect(back.stdout).toMatch(/^Restored the backup of 2\d{3}-.* to the profile 'new'\.\n/);
    expect(await names("new")).toEqual(["default", "mine"]);
  });

  test("a store that holds something else is replaced with --yes alone", async () => {
    await workspace.zenml("store", "backup", "b.jsonl");
    await addStack("later", "default");
    const asked = await workspace.zenml("store", "restore", "b.jsonl");
    expect(asked).toMatchObject({ code: 2, stdout: "" });
    expect(asked.stderr).toContain("--yes");
    expect(await names("default")).toEqual(["default", "later"]);
    const back = await workspace.zenml("store", "restore", "b.jsonl", "--yes");
    expect(back.code).toBe(0);
    expect(await names("default")).toEqual(["default"]);
    const [, safety = ""] = /before is in (.*)\.\n/.exec(back.stderr) ?? [];
    await workspace.zenml("store", "restore", safety, "--yes");
    expect(await names("default")).toEqual(["default", "later"]);
  });

  test("a backup that was changed is refused, and one is not written over unasked", async () => {
    await workspace.zenml("store", "backup", "b.jsonl");
    const file = join(workspace.folder, "b.jsonl");
    const text = await readFile(file, "utf8");
    expect((await workspace.zenml("store", "backup", "b.jsonl")).code).toBe(2);
    expect((await workspace.zenml("store", "backup", "b.jsonl", "--yes")).code).toBe(0);
    await writeFile(file, text.replace('"shared":false', '"shared":true'));
    const { code, stderr } = await workspace.zenml("store", "restore", "b.jsonl", "--yes");
    expect(code).toBe(1);
    expect(stderr).toContain("checksum");
    const missing = await workspace.zenml("store", "restore", "none.jsonl");
    expect(missing).toMatchObject({ code: 1 });
    expect(missing.stderr).not.toContain("    at ");
  });
});

describe("a store on a server", () => {
  async function start(): Promise<string> {
    const { url, close } = await serve(await memoryApp());
    closing.push(close);
    return url;
  }

  test("works by the environment alone, and never shows the token", async () => {
    const env = { ZENML_STORE_URL: await start(), ZENML_API_TOKEN: TOKEN };
    const listed = await workspace.zenmlIn(env, "stack", "list", "-o", "json");
    expect(JSON.parse(listed.stdout)).toMatchObject([{ name: "default" }]);
    const stranger = { ...env, ZENML_API_TOKEN: "not-this-one" };
    const { code, stdout, stderr } = await workspace.zenmlIn(stranger, "stack", "list");
    expect([code, stdout]).toEqual([1, ""]);
    expect(stderr).toContain("Hint: Set ZENML_API_TOKEN");
    expect(stderr).not.toContain("not-this-one");
  });

  test("is what a profile may name, its token in the file that is the owner's alone", async () => {
    const url = await start();
    const env = { ZENML_API_TOKEN: TOKEN };
    const made = await workspace.zenmlIn(env, "profile", "create", "srv", "--url", url);
    expect([made.code, made.stderr]).toMatchObject([0, expect.anything()]);
    const text = `version: 1\nprofiles:\n  srv:\n    token: ${TOKEN}\n`;
    await writeFile(join(workspace.config, "credentials.yaml"), text);
    await chmod(join(workspace.config, "credentials.yaml"), 0o600);
    expect(await names("srv")).toEqual(["default"]);
    await addStack("mine", "default");
    expect((await workspace.zenml("store", "copy", "--to", "srv")).code).toBe(0);
    expect(await names("srv")).toEqual(["default", "mine"]);
    const shown = await workspace.zenml("profile", "describe", "srv");
    expect(shown.stdout + shown.stderr).not.toContain(TOKEN);
  });

  test("that is not reached is named with host and port", async () => {
    const { url, port, close } = await listen(() => undefined);
    await close();
    const { code, stdout, stderr } = await workspace.zenmlIn(
      { ZENML_STORE_URL: url },
      "stack",
      "list",
    );
    expect([code, stdout]).toEqual([1, ""]);
    expect(stderr).toContain(`The server 127.0.0.1:${port} cannot be reached`);
    expect(stderr).toContain("zenml profile list");
  });

  test("that never answers is given up", async () => {
    const sockets: Socket[] = [];
    const server = createServer((socket) => sockets.push(socket));
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    closing.push(async () => {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    });
    const { port } = server.address() as AddressInfo;
    const env = { ZENML_STORE_URL: `http://127.0.0.1:${port}` };
    const { code, stderr } = await workspace.zenmlIn(env, "stack", "list");
    expect(code).toBe(1);
    expect(stderr).toContain(
      `127.0.0.1:${port} cannot be reached: no answer came within 4.5 seconds`,
    );
  });
});
