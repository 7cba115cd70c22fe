import { mkdirSync, mkdtempSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeEach, expect, test } from "vitest";
import { configPaths } from "../../config/paths.js";
import { connect } from "../../store/sql/sqlite/connection.js";
import { SILENT } from "../session/tellers.js";
import { createProfile } from "./create-profile.js";
import { isOldStore } from "./old-store.js";

let home: string;

beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), "zenml-old-"));
});

function makeOldDatabase(file: string): void {
  const database = connect(file);
  database.all("create table zenstackcomponent (id char(32) primary key, name varchar)");
  database.all("insert into zenstackcomponent values ('1', 'default')");
  database.close();
}

test("the YAML files and the tables of an older ZenML are recognised", () => {
  const folder = join(home, "old");
  mkdirSync(folder);
  expect(isOldStore(folder)).toBe(false);
  writeFileSync(join(folder, "stacks.yaml"), "stacks: {}\n");
  expect(isOldStore(folder)).toBe(true);
  writeFileSync(join(folder, "zenml-store.yaml"), "format_version: 1\n");
  expect(isOldStore(folder)).toBe(false);
  makeOldDatabase(join(home, "x.db"));
  expect(isOldStore(join(home, "x.db"))).toBe(true);
  expect(isOldStore(join(home, "nothing"))).toBe(false);
});

test.each(["by its URL", "in the default place"])(
  "an older ZenML's database stays byte for byte when a profile is created %s",
  async (where) => {
    const env = { HOME: home };
    const paths = configPaths(env);
    const folder = join(paths.profiles, "team");
    mkdirSync(folder, { recursive: true });
    const file = join(folder, "zenml.db");
    makeOldDatabase(file);
    const before = readFileSync(file);
    const url = where === "by its URL" ? `sqlite:///${file}` : undefined;
    const creating = createProfile(
      { name: "team", type: "sql", url },
      { paths, env, cwd: home, tell: SILENT },
    );
    if (url === undefined) {
      expect((await creating).store_url).toContain("team-typescript/zenml.db");
    } else {
      await expect(creating).rejects.toMatchObject({
        code: "store_foreign",
        hint: `To bring it over: zenml profile migrate ${file}`,
      });
    }
    expect(readFileSync(file).equals(before)).toBe(true);
    expect(readdirSync(folder)).toEqual(["zenml.db"]);
  },
);
