// One client with two servers and a profile on its own disk: it always says which it talks to.
import { afterAll, beforeAll, expect, test } from "vitest";
import { makeWorkspace } from "../workspace.js";
import type { Workspace } from "../workspace.js";
import { startForeground } from "./foreground-server.js";
import type { Foreground } from "./foreground-server.js";

const PASSWORD = "correct horse battery";

let first: Foreground;
let second: Foreground;
let workspace: Workspace;
beforeAll(async () => {
  first = await startForeground({ ZENML_SERVER_ADMIN_PASSWORD: PASSWORD });
  second = await startForeground({ ZENML_SERVER_ADMIN_PASSWORD: PASSWORD });
  workspace = await makeWorkspace();
});
afterAll(async () => {
  await first.stop();
  await second.stop();
  await workspace.remove();
});

const profileOf = ({ url }: Foreground) => `127.0.0.1-${new URL(url).port}`;
const connect = ({ url }: Foreground) =>
  workspace.zenml("connect", "--url", url, "--password", PASSWORD);
const stackNames = async () =>
  ((await workspace.json("stack", "list")) as { name: string }[]).map(({ name }) => name);
const copyStack = (name: string) => workspace.zenml("stack", "copy", "default", name);

test("two servers and a local profile stand side by side, each with its own stacks", async () => {
  expect(await copyStack("at-home")).toMatchObject({ code: 0 });
  expect(await connect(first)).toMatchObject({ code: 0 });
  expect(await copyStack("at-first")).toMatchObject({ code: 0 });
  expect(await connect(second)).toMatchObject({ code: 0 });
  expect(await copyStack("at-second")).toMatchObject({ code: 0 });

  const places = [
    { profile: profileOf(first), stack: "at-first", url: first.url },
    { profile: "default", stack: "at-home", url: undefined },
    { profile: profileOf(second), stack: "at-second", url: second.url },
  ];
  for (const { profile, stack, url } of places) {
    expect(await workspace.zenml("profile", "set", profile)).toMatchObject({ code: 0 });
    expect((await stackNames()).toSorted()).toEqual([stack, "default"].toSorted());
    const listed = await workspace.zenml("stack", "list");
    expect(listed.stderr).toContain(url ?? "default");
    for (const other of [first.url, second.url].filter((one) => one !== url)) {
      expect(listed.stderr).not.toContain(other);
    }
    const status = (await workspace.json("status")) as { profile: { value: string } };
    expect(status.profile.value).toBe(profile);
    const opened = await workspace.zenml("open");
    if (url === undefined) expect(opened).toMatchObject({ code: 1 });
    else expect(opened).toMatchObject({ code: 0, stdout: `${url}\n` });
  }
}, 60_000);
