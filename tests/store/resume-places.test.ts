// Runs whose process dies and that go on, and runs that repeat a part of another, on each kind of store that a team shares.
import { execFile } from "node:child_process";
import { existsSync, rmSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { SERVERS } from "../databases/servers.js";
import { makeWorkspace } from "../flows/workspace.js";
import type { Answer, Workspace } from "../flows/workspace.js";
import { TOKEN, memoryApp, serve } from "./rest-server.js";

const PIPELINE = `
import { appendFileSync, existsSync, writeFileSync } from "node:fs";
import { pipeline, step } from "zenml";

const note = (name) => appendFileSync("effects", name + "\\n");
const load = step("load", () => { note("load"); return [1, 2, 3]; });
const double = step("double", ({ row }) => { note("double"); return row * 2; });
const die = step("die", ({ rows }) => {
  note("die");
  if (!existsSync("died")) {
    writeFileSync("died", "");
    process.kill(process.pid, "SIGKILL");
  }
  return rows.reduce((sum, row) => sum + row, 0);
});
const tell = step("tell", ({ sum }) => { note("tell"); return sum; });
export const fragile = pipeline("fragile", { enable_cache: false }, () =>
  tell({ sum: die({ rows: double.map({ row: load() }) }) }));
`;

const SCRIPT = `
import { fragile } from "./fragile.js";
const [verb, name] = process.argv.slice(2);
const run = await fragile.run(verb === "resume" ? { resume: name } : { name });
console.log(JSON.stringify([run.name, await (await (await run.step("tell")).output()).read()]));
process.exit(0);
`;

interface Opened {
  readonly env: NodeJS.ProcessEnv;
  close(): Promise<unknown>;
}

interface Place {
  readonly name: string;
  readonly reason: string;
  open(): Promise<Opened>;
}

const PLACES: readonly Place[] = [
  {
    name: "a server",
    reason: "",
    open: async () => {
      const server = await serve(await memoryApp());
      const env = { ZENML_STORE_URL: server.url, ZENML_API_TOKEN: TOKEN };
      return { env, close: () => server.close() };
    },
  },
  ...SERVERS.map(({ name, reason, createDatabase }): Place => ({
    name,
    reason,
    open: async () => {
      const database = await createDatabase();
      return { env: { ZENML_STORE_URL: database.url }, close: () => database.drop() };
    },
  })),
];

describe.each(PLACES.map((place) => [place.name + place.reason, place] as const))(
  "on %s",
  (_name, place) => {
    const can = test.skipIf(place.reason !== "");
    let space: Workspace;
    let opened: Opened | undefined;
    beforeAll(async () => {
      space = await makeWorkspace({ "fragile.js": PIPELINE, "script.js": SCRIPT });
      if (place.reason === "") opened = await place.open();
    });
    afterAll(async () => {
      await opened?.close();
      await space.remove();
    });

    const zenml = (...args: readonly string[]): Promise<Answer> =>
      space.zenmlIn(opened?.env ?? {}, ...args);
    const script = (...args: readonly string[]) =>
      new Promise<Answer>((resolve) => {
        const { NODE_EXTRA_CA_CERTS: _certificates, ...outer } = process.env;
        const own = { HOME: space.folder, ZENML_CONFIG_PATH: space.config, NO_COLOR: "1" };
        const options = { cwd: space.folder, env: { ...outer, ...own, ...opened?.env } };
        const child = execFile(
          process.execPath,
          ["script.js", ...args],
          options,
          (_error, stdout, stderr) => resolve({ code: child.exitCode, stdout, stderr }),
        );
      });
    const effects = async () =>
      (await readFile(join(space.folder, "effects"), "utf8")).trim().split("\n");
    const beginAgain = () => {
      for (const file of ["died", "effects"]) rmSync(join(space.folder, file), { force: true });
    };

    can("a killed run is shown as interrupted and goes on, once, where it stopped", async () => {
      beginAgain();
      await zenml("run", "fragile.js", "--name", "one");
      expect(existsSync(join(space.folder, "died"))).toBe(true);
      expect((await zenml("run", "status", "one")).stdout).toBe("interrupted\n");
      const answers = await Promise.all([
        zenml("run", "resume", "one"),
        zenml("run", "resume", "one"),
      ]);
      const texts = answers.map(({ stdout, stderr }) => stdout + stderr).join("\n---\n");
      expect(answers.map(({ code }) => code).sort(), texts).toEqual([0, 1]);
      expect(await effects()).toEqual(["load", "double", "double", "double", "die", "die", "tell"]);
      expect((await zenml("run", "status", "one")).stdout).toBe("completed\n");
    });

    can("a part of a run is executed again in a new run, which takes over the rest", async () => {
      beginAgain();
      await zenml("run", "fragile.js", "--name", "whole");
      expect((await zenml("run", "resume", "whole")).code).toBe(0);
      beginAgain();
      const whole = await zenml("run", "retry", "whole", "--from", "die", "--name", "again");
      expect(await effects(), whole.stderr).toEqual(["die"]);
      expect((await zenml("run", "status", "again")).stdout).toBe("interrupted\n");
      expect(await zenml("run", "resume", "again")).toMatchObject({ code: 0 });
      expect(await effects()).toEqual(["die", "die", "tell"]);
      const items = await zenml("run", "retry", "again", "--from", "double[1]", "--name", "items");
      expect(items).toMatchObject({ code: 0 });
      expect(await effects()).toEqual([
        "die",
        "die",
        "tell",
        "double",
        "double",
        "double",
        "die",
        "tell",
      ]);
      const rows = JSON.parse((await zenml("step", "list", "--run", "items", "-o", "json")).stdout);
      expect(rows).toMatchObject([
        { name: "load", status: "cached" },
        { name: "double", status: "completed" },
        { name: "die", status: "completed" },
        { name: "tell", status: "completed" },
      ]);
    });

    can("two at once who execute a part again get a run each", async () => {
      rmSync(join(space.folder, "effects"), { force: true });
      const names = ["left", "right"];
      const answers = await Promise.all(
        names.map((name) => zenml("run", "retry", "whole", "--from", "tell", "--name", name)),
      );
      expect(answers).toMatchObject(names.map(() => ({ code: 0 })));
      expect(await effects()).toEqual(["tell", "tell"]);
      const told = await Promise.all(names.map((name) => zenml("run", "status", name)));
      expect(told.map(({ stdout }) => stdout)).toEqual(["completed\n", "completed\n"]);
    });

    can("a script goes on with the run that it began", async () => {
      beginAgain();
      expect((await script("run", "two")).code).not.toBe(0);
      const resumed = await script("resume", "two");
      expect([resumed.code, resumed.stdout.trim()], resumed.stderr).toEqual([0, '["two",12]']);
      expect(await effects()).toEqual(["load", "double", "double", "double", "die", "die", "tell"]);
    });
  },
);
