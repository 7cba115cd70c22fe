// `zenml up` and what follows, as a person types it.
import { once } from "node:events";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { bystander, freePort, isAlive, makeMachine, occupy } from "./local-server.js";
import type { Machine } from "./local-server.js";

/** Ends the server before it can say anything. */
const DIES = `
if (process.argv.includes("--tell-parent")) {
  console.error("out of luck");
  process.exit(9);
}
`;

let machine: Machine;
beforeEach(async () => {
  machine = await makeMachine();
});
afterEach(() => machine.remove());

test("up says what the document shows, and its server outlives the command", async () => {
  await machine.zenml("stack", "list");
  const { stdout, stderr, code } = await machine.up();
  expect(code).toBe(0);
  expect(stderr.trim().split("\n")).toEqual([
    "Deploying a local ZenML server with name 'local'.",
    `Connecting ZenML to the 'local' local ZenML server (${machine.url}).`,
    "Updated the global store configuration.",
    `Connected ZenML to the 'local' local ZenML server (${machine.url}).`,
  ]);
  expect(stdout).toBe(
    `The local ZenML dashboard is available at '${machine.url}'. You can connect to it using the ` +
      "'default' username and an empty password.\n",
  );
  const health = await fetch(`${machine.url}/health`);
  expect(await health.json()).toEqual({ status: "ok" });
});

test("what was in the profile is there through the server, and the other way round", async () => {
  await machine.zenml("artifact-store", "register", "before", "-f", "local");
  await machine.up();
  expect(await machine.activeProfile()).toBe("local");
  const names = async () =>
    ((await machine.json("artifact-store", "list")) as { name: string }[]).map(({ name }) => name);
  expect(await names()).toEqual(["before", "default"]);
  await machine.zenml("artifact-store", "register", "through", "-f", "local");
  await machine.zenml("down");
  expect(await machine.activeProfile()).toBe("default");
  expect(await names()).toEqual(["before", "default", "through"]);
});

test("each command says which server it talks to", async () => {
  await machine.up();
  const { stderr } = await machine.zenml("stack", "list");
  expect(stderr).toContain("Running with active profile: 'local' (global)");
  expect(stderr).toContain(`Connected to the ZenML server: '${machine.url}'`);
});

test("up again changes nothing, with another port it moves", async () => {
  await machine.up();
  const before = await machine.record();
  const again = await machine.zenml("up");
  expect(again.stderr).toContain("already configured with the same parameters");
  expect(again.stderr).toContain("ZenML is already connected to the 'local' local ZenML server.");
  expect(await machine.record()).toEqual(before);
  const port = await freePort();
  const moved = await machine.zenml("up", "--port", String(port));
  expect(moved.stderr).toContain("Updating the local ZenML server.");
  const after = await machine.record();
  expect(after.port).toBe(port);
  expect(isAlive(before.process?.pid ?? 0)).toBe(false);
  expect((await machine.zenml("stack", "list")).code).toBe(0);
});

test("down stops it and goes back, and a second time says that nothing runs", async () => {
  await machine.up();
  const { process } = await machine.record();
  const down = await machine.zenml("down");
  expect(down.stderr).toContain("Tearing down the 'local' local ZenML server.");
  expect(down.stdout).toBe("The local ZenML dashboard has been shut down.\n");
  expect(isAlive(process?.pid ?? 0)).toBe(false);
  expect(await machine.activeProfile()).toBe("default");
  const again = await machine.zenml("down");
  expect(again).toMatchObject({ code: 0, stdout: "The local ZenML dashboard is not running.\n" });
});

test("a command whose server was killed names the two ways out, and both work", async () => {
  await machine.up();
  const { process: killed } = await machine.record();
  process.kill(killed?.pid ?? 0, "SIGKILL");
  const gone = await machine.zenml("stack", "list");
  expect(gone.code).toBe(1);
  expect(gone.stderr).toContain(`The local ZenML server (${machine.url}) is not running any more.`);
  expect(gone.stderr).toMatch(/Hint: zenml up .*zenml disconnect/);
  expect((await machine.up()).code).toBe(0);
  expect((await machine.zenml("stack", "list")).code).toBe(0);
  const { process: second } = await machine.record();
  process.kill(second?.pid ?? 0, "SIGKILL");
  expect((await machine.zenml("disconnect")).code).toBe(0);
  expect(await machine.activeProfile()).toBe("default");
});

test("a process id that another program has by now is neither taken for the server nor stopped", async () => {
  await machine.up();
  const record = await machine.record();
  process.kill(record.process?.pid ?? 0, "SIGKILL");
  const other = await bystander();
  try {
    const stale = { ...record, process: { ...record.process, pid: other.pid } };
    await machine.writeRecord(stale);
    const status = (await machine.json("status")) as { servers: unknown[] };
    expect(status.servers).toMatchObject([{ name: "local", running: false }]);
    const down = await machine.zenml("down");
    expect(down.stdout).toContain("not running");
    expect(isAlive(other.pid ?? 0)).toBe(true);
    await machine.writeRecord(stale);
    expect((await machine.up()).stderr).toContain("Deploying a local ZenML server");
  } finally {
    other.kill("SIGKILL");
    await once(other, "exit");
  }
});

test("a port that another program has is told, and nothing is left behind", async () => {
  const other = await occupy(machine.port);
  try {
    const { code, stderr } = await machine.up();
    expect(code).toBe(1);
    expect(stderr).toContain(`Another program listens at 127.0.0.1:${machine.port} already.`);
    expect(stderr).toContain(`zenml up --port ${machine.port + 1}`);
    expect(await machine.activeProfile()).toBe("default");
    const profiles = (await machine.json("profile", "list")) as { name: string }[];
    expect(profiles.map(({ name }) => name)).toEqual(["default"]);
    await expect(machine.record()).rejects.toThrow(/ENOENT/);
  } finally {
    other.close();
  }
});

test("a port that another of our servers has is told as such", async () => {
  await machine.up();
  const second = await makeMachine();
  try {
    const { stderr, code } = await second.zenml("up", "--port", String(machine.port));
    expect(code).toBe(1);
    expect(stderr).toContain(`Another ZenML server listens at ${machine.url} already`);
    expect(stderr).toContain(`zenml connect --url ${machine.url}`);
  } finally {
    await second.remove();
  }
});

test("a server that cannot move stays where it was", async () => {
  await machine.up();
  const other = await occupy(await freePort());
  try {
    const { port } = other.address() as { port: number };
    const { code, stderr } = await machine.zenml("up", "--port", String(port));
    expect(code).toBe(1);
    expect(stderr).toContain("It runs on where it was.");
    expect((await machine.zenml("stack", "list")).code).toBe(0);
  } finally {
    other.close();
  }
});

test("a server that cannot open its store says why, in the command that started it", async () => {
  await machine.zenml("profile", "create", "work", "-t", "sql");
  await machine.write("../config/profiles/work/zenml.db", "this is no database");
  const { code, stderr } = await machine.up("--profile", "work");
  expect(code).toBe(1);
  expect(stderr).toMatch(/zenml\.db/);
  await expect(machine.record()).rejects.toThrow(/ENOENT/);
});

test("a server that dies without a word shows the last lines of its log", async () => {
  await machine.zenml("stack", "list");
  await machine.write("die.cjs", DIES);
  const env = { NODE_OPTIONS: `--require=${join(machine.folder, "die.cjs")}` };
  const { code, stderr } = await machine.zenmlIn(env, "up", "--port", String(machine.port));
  expect(code).toBe(1);
  expect(stderr).toContain("The ZenML server did not start: it ended with exit code 9.");
  expect(stderr).toContain("  out of luck");
  expect(await machine.activeProfile()).toBe("default");
});

test("a server that serves another profile is not taken away from those who use it", async () => {
  await machine.up();
  await machine.zenml("profile", "create", "other");
  await machine.zenml("profile", "set", "other");
  const { code, stderr } = await machine.zenml("up");
  expect(code).toBe(1);
  expect(stderr).toContain("serves the profile 'default', not the profile 'other'");
  expect(stderr).toContain("zenml profile set local; or stop it first: zenml down");
  expect(await machine.activeProfile()).toBe("other");
});

test("a terminal that the environment keeps is not moved, nor one inside a repository", async () => {
  await machine.zenml("init");
  const pinned = { ZENML_ACTIVATED_PROFILE: "default" };
  const outside = { ZENML_REPOSITORY_PATH: "" };
  const { code, stderr } = await machine.zenmlIn(pinned, "up", "--port", String(machine.port));
  expect(code).toBe(0);
  expect(stderr).toContain("This terminal stays where ZENML_ACTIVATED_PROFILE keeps it.");
  expect(await machine.activeProfile()).toBe("default");
  expect((await machine.zenmlIn({ ...pinned, ...outside }, "stack", "list")).code).toBe(0);
});

test("inside a repository up and down move the repository alone, with its stack", async () => {
  await machine.zenml("stack", "copy", "default", "mine");
  await machine.zenml("init");
  await machine.zenml("stack", "set", "mine");
  const status = async () =>
    (await machine.json("status")) as Record<string, { value: string; source: string }>;
  await machine.up();
  const { profile, stack } = await status();
  expect(profile).toMatchObject({ value: "local", source: "repository" });
  expect(stack).toMatchObject({ value: "mine" });
  await machine.zenml("down");
  const after = await status();
  expect(after["profile"]).toMatchObject({ value: "default", source: "repository" });
  expect(after["stack"]).toMatchObject({ value: "mine", source: "repository" });
});

test("a blocking server ends with its command, and everything is as before", async () => {
  await machine.zenml("stack", "list");
  const child = machine.start("up", "--blocking", "--port", String(machine.port));
  let said = "";
  child.stderr?.setEncoding("utf8").on("data", (text: string) => (said += text));
  await new Promise<void>((resolve) => {
    child.stderr?.on("data", () => said.includes("Press Ctrl-C") && resolve());
  });
  expect((await fetch(`${machine.url}/health`)).status).toBe(200);
  const { process } = await machine.record();
  child.kill("SIGINT");
  const [code] = await once(child, "exit");
  expect(code).toBe(0);
  expect(isAlive(process?.pid ?? 0)).toBe(false);
  expect(await machine.activeProfile()).toBe("default");
});

test("logs show what the server wrote, as it goes on too", async () => {
  const none = await machine.zenml("logs");
  expect(none.code).toBe(1);
  expect(none.stderr).toContain("zenml up");
  await machine.up();
  const raw = await machine.zenml("logs", "--raw");
  const events = raw.stdout
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line).event);
  expect(events).toContain("listening");
  expect((await machine.zenml("logs", "-t", "1")).stdout.trim().split("\n")).toHaveLength(1);
  const child = machine.start("logs", "-f", "-t", "0");
  const seen = new Promise<void>((resolve) => {
    let text = "";
    child.stdout?.setEncoding("utf8").on("data", (part: string) => {
      text += part;
      if (text.includes("/api/v2/nothing-of-the-kind")) resolve();
    });
  });
  const asking = setInterval(() => void fetch(`${machine.url}/api/v2/nothing-of-the-kind`), 200);
  await seen;
  clearInterval(asking);
  child.kill("SIGTERM");
  await once(child, "exit");
});

test("clean takes the server away with everything else", async () => {
  await machine.up();
  const { process } = await machine.record();
  expect((await machine.zenml("clean", "--yes")).code).toBe(0);
  expect(isAlive(process?.pid ?? 0)).toBe(false);
  await expect(machine.record()).rejects.toThrow(/ENOENT/);
});

test("status shows the server, and open its address", async () => {
  await machine.up();
  const { servers } = (await machine.json("status")) as { servers: object[] };
  expect(servers).toMatchObject([
    { name: "local", url: machine.url, running: true, connected: true, serves: "default" },
  ]);
  expect((await machine.zenml("open")).stdout).toBe(`${machine.url}\n`);
});
